import { jsonReply, type Reply, redirectReply } from '../reply.ts';
import { type SandboxRequest, wantsJson } from '../request.ts';

interface IntegerRule {
  min?: number;
  max?: number;
}

/** Laravel's input and validation (storefront facts, errors): query and body are one, the body wins. */
export function requestForm(request: SandboxRequest) {
  const input = new Map<string, unknown>([...request.query, ...bodyFields(request)]);
  const errors = new Map<string, string[]>();

  function problem(value: unknown, { min = -Infinity, max = Infinity }: IntegerRule): string | null {
    if (!/^-?\d+$/.test(String(value))) return '必须是整数。';
    if (Number(value) < min) return `必须大于或等于 ${min}。`;
    return Number(value) > max ? `必须小于或等于 ${max}。` : null;
  }

  return {
    /** A whole number, or digits; without a fallback it is required. Meaningless once `invalid()` returns a reply. */
    integer(field: string, rule: IntegerRule, fallback?: number): number {
      const value = input.get(field) ?? '';
      if (value === '' && fallback !== undefined) return fallback;
      const wrong = value === '' ? '不能为空。' : problem(value, rule);
      if (wrong !== null) errors.set(field, [`${field} ${wrong}`]);
      return Number(value);
    },
    text: (field: string): string => String(input.get(field) ?? ''),
    /** 422 for a client that asked for JSON, a redirect to a page for any other; null when everything is valid. */
    invalid(): Reply | null {
      const [first] = errors.values();
      if (first === undefined) return null;
      if (!wantsJson(request)) return redirectReply();
      return jsonReply(422, { message: first[0], errors: Object.fromEntries(errors) });
    },
  };
}

function bodyFields({ body, headers }: SandboxRequest): Array<[string, unknown]> {
  const type = headers['content-type'] ?? '';
  if (type.includes('application/x-www-form-urlencoded')) return [...new URLSearchParams(body.toString())];
  if (!/[/+]json/.test(type)) return [];
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch {
    return []; // Laravel reads unreadable JSON as no input at all.
  }
}
