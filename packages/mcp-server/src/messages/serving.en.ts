/** What `kamikit serve` says. */
export const serving = {
  about: 'the tools over HTTP for hosts elsewhere; prints one JSON line with the address and a token',
  host: 'the address to listen on',
  publicUrl: 'where others reach it, through a proxy with TLS',
  wrongPublicUrl: 'It must be an https: address without a path, such as https://kamikit.example.com',
  needsPublicUrl:
    'whoever listens beyond this machine needs --public-url: the https: address of the proxy in front, which others connect to',
};

export type Serving = typeof serving;
