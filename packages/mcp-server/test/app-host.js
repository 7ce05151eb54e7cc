// A host of MCP Apps for the tests, with the standard's own bridge, in a page: `openView` shows a view in a sandboxed frame.
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

window.openView = async (text, policy, hostContext, capabilities) => {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.title = 'The result of a tool';
  frame.style.cssText = 'width: 100%; height: 80px; border: 0; display: block';
  document.body.replaceChildren(frame);
  const bridge = new AppBridge(null, { name: 'test', version: '1' }, capabilities, { hostContext });
  const asked = [];
  bridge.onopenlink = async ({ url }) => {
    asked.push(['link', url]);
    return {};
  };
  bridge.oncalltool = async ({ name }) => {
    asked.push(['tool', name]);
    return { content: [] };
  };
  bridge.onmessage = async () => {
    asked.push(['message']);
    return {};
  };
  bridge.onupdatemodelcontext = async () => {
    asked.push(['model']);
    return {};
  };
  bridge.onsizechange = ({ height }) => {
    frame.style.height = `${height}px`;
  };
  const ready = new Promise((resolve) => {
    bridge.oninitialized = resolve;
  });
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  // As hosts do, theirs comes first.
  frame.srcdoc = text.replace(
    '<head>',
    `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
  await ready;
  Object.assign(window, { bridge, asked });
};
