<?php
// Signs every input of the JSON file named by the argument, or of /inputs.json, with the function of the supplier's document, section "签名算法".

function generateSignature(array $data, string $secret): string
{
    unset($data['sign']);
    ksort($data);
    foreach ($data as $key => $val) {
        if ($val === '' || is_array($val)) {
            unset($data[$key]);
        }
    }
    return md5(urldecode(http_build_query($data) . "&key=" . (string)$secret));
}

$results = [];
foreach (json_decode(file_get_contents($argv[1] ?? '/inputs.json'), true, 512, JSON_THROW_ON_ERROR) as $input) {
    $data = $input['fields'] ?? [];
    // parse_str registers fields as the reader of $_POST does: the same names mangled, the same ones arrays.
    if (isset($input['body'])) {
        parse_str(base64_decode($input['body']), $data);
    }
    $posted = [];
    foreach ($data as $name => $value) {
        if (is_string($value)) {
            $posted[] = [base64_encode($name), base64_encode($value)];
        }
    }
    $results[] = ['sign' => generateSignature($data, $input['secret']), 'posted' => $posted];
}
echo json_encode($results, JSON_THROW_ON_ERROR);
