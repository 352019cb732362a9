/** A page that shows /openapi.json; self-contained, so it works where the internet does not. */
const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
summary{cursor:pointer;padding:.4rem;border-bottom:1px solid #ddd}code,pre{background:#f5f5f5;border-radius:4px;padding:.1rem .3rem}
pre{padding:.8rem;overflow:auto;max-height:30rem}.get{color:#06633c}.post{color:#7a3e00}b{display:inline-block;width:3.5rem}h2{margin-top:2rem}`;

const SCRIPT = `const at=document.getElementById('api');
const el=(tag,text,parent)=>{const e=document.createElement(tag);if(text)e.textContent=text;if(parent)parent.append(e);return e};
fetch('/openapi.json').then(r=>r.json()).then(doc=>{
 const byTag={};
 for(const [path,methods] of Object.entries(doc.paths))for(const [method,op] of Object.entries(methods))
  (byTag[op.tags?.[0]??'khác']??=[]).push({path,method,op});
 for(const [tag,ops] of Object.entries(byTag)){
  el('h2',tag,at);
  for(const {path,method,op} of ops){
   const d=el('details','',at),s=el('summary','',d);
   const m=el('b',method.toUpperCase(),s);m.className=method;el('code',path,s);s.append(' — '+(op.summary??''));
   if(op.description)el('p',op.description,d);
   if(op.parameters?.length){el('h4','Tham số',d);const ul=el('ul','',d);
    for(const p of op.parameters){const li=el('li','',ul);el('code',p.name,li);li.append(' ('+p.in+(p.required?', bắt buộc':'')+') '+(p.description??p.schema?.description??''))}}
   if(op.requestBody){el('h4','Thân',d);el('pre',JSON.stringify(op.requestBody.content,null,1),d)}
   el('h4','Trả lời',d);const ul=el('ul','',d);
   for(const [status,r] of Object.entries(op.responses)){const li=el('li','',ul);el('code',status,li);li.append(' '+(r.description??''))}
  }}
 el('h2','Kiểu dữ liệu',at);
 for(const [name,schema] of Object.entries(doc.components?.schemas??{})){const d=el('details','',at);d.id=name;el('summary',name,d);el('pre',JSON.stringify(schema,null,1),d)}
});`;

export const DOCS_SCRIPT_PATH = '/docs/script.js';
export const docsScript = SCRIPT;

export const docsPage = (): string =>
  `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Thông Suốt — API</title>
<style>${STYLE}</style><h1>Thông Suốt — API</h1><p>Tài liệu máy đọc: <a href="/openapi.json">/openapi.json</a></p><div id="api"></div>
<script src="${DOCS_SCRIPT_PATH}"></script></html>`;
