import type { Serving } from './serving.en.ts';

export const serving: Serving = {
  about: '通过 HTTP 向别处的 AI 客户端提供工具；打印一行 JSON，包含网址和令牌',
  host: '监听的地址',
  publicUrl: '外部访问的网址，由带 TLS 的反向代理转发',
  wrongPublicUrl: '必须是不带路径的 HTTPS 网址，例如 https://kamikit.example.com',
  needsPublicUrl: '在本机以外监听时，需要用 --public-url 写明前面反向代理的 HTTPS 网址，别人连接的是它',
};
