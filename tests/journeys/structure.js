// What of a page decides whether axe finds a fault in it, as one text; what people wrote or read there stays out.
//
// Two pages with the same structure get the same answer from axe, so the second needs no second look (looks.py). When in
// doubt something belongs in here: too much costs half a second, too little hides a fault. Therefore attributes stand here
// as they are, unless they are named below; so do the colours and sizes that come out of all styles and states.
//
// Gives null for what axe looks into and this does not (frames, shadow trees): such a page is always looked at.
(languages) => {
  // Words for people, addresses and places in a drawing: that there is something counts, not what.
  const WORDS = new Set(['value', 'alt', 'title', 'aria-label', 'aria-description', 'placeholder', 'content', 'href', 'src',
    'srcset', 'action', 'formaction', 'name', 'datetime', 'min', 'max', 'cite', 'label', 'aria-valuetext', 'summary',
    'd', 'points', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'dx', 'dy', 'transform', 'offset']);
  // Numbers of elements: told by what they lead to.
  const LINKS = new Set(['for', 'headers', 'list', 'form', 'usemap', 'popovertarget', 'commandfor', 'aria-labelledby',
    'aria-describedby', 'aria-controls', 'aria-owns', 'aria-details', 'aria-errormessage', 'aria-flowto',
    'aria-activedescendant']);
  // All that axe reads of a style, and what lets things lie over each other or leave the screen.
  const STYLES = ['display', 'visibility', 'contentVisibility', 'opacity', 'color', 'backgroundColor', 'backgroundImage',
    'backgroundClip', 'filter', 'mixBlendMode', 'textShadow', 'webkitTextStrokeWidth', 'fontSize', 'fontWeight',
    'fontStyle', 'textDecorationLine', 'borderBottomWidth', 'borderBottomStyle', 'borderBottomColor', 'outlineStyle',
    'position', 'zIndex', 'float', 'overflowX', 'overflowY', 'clip', 'clipPath', 'pointerEvents', 'textIndent',
    'lineHeight', 'letterSpacing', 'wordSpacing', 'textAlign', 'direction'];
  const NAMED = 'nav, main, aside, header, footer, section, form, search, [role]';
  const PRESSED = 'a[href], area[href], button, input, select, textarea, summary, [tabindex], [role], [contenteditable]';
  const SMALL = 24; // px: a place to press that is smaller needs room around it (WCAG 2.5.8)
  const all = [...document.querySelectorAll('*')]; // asked by attributes: a form with a field called title hides its own
  if (all.some((e) => e.shadowRoot || e.matches('iframe, frame, object, embed, fencedframe'))) return null;

  const numbers = new Map();
  for (const id of all.map((e) => e.getAttribute('id')).filter(Boolean)) numbers.set(id, (numbers.get(id) ?? 0) + 1);
  // A single letter, or signs alone, are not words to axe.
  const words = (text) => {
    const said = (text ?? '').trim();
    return said === '' ? '' : !/[\p{L}\p{N}]/u.test(said) ? 'signs' : [...said].length === 1 ? 'letter' : 'words';
  };
  const target = (id) => {
    const found = document.getElementById(id);
    return found ? `${found.localName}:${found.type ?? ''}:${words(found.textContent)}:${numbers.get(id)}` : 'nowhere';
  };
  const nameOf = (e) => {
    const by = e.getAttribute('aria-labelledby');
    const said = by ? by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' ') : e.getAttribute('aria-label');
    return `${e.getAttribute('role') ?? e.localName} ${(said ?? e.getAttribute('title') ?? '').trim().toLowerCase()}`;
  };
  const alike = new Map(); // two parts of a page that are called the same are a fault
  for (const e of document.querySelectorAll(NAMED)) alike.set(nameOf(e), (alike.get(nameOf(e)) ?? 0) + 1);
  const keyOf = (e) => e.getAttribute('accesskey')?.toLowerCase();
  const keys = new Map();
  for (const e of document.querySelectorAll('[accesskey]')) keys.set(keyOf(e), (keys.get(keyOf(e)) ?? 0) + 1);

  const attribute = (e, { name, value }) => {
    if (name === 'id') return `id:${numbers.get(value)}`;
    if (LINKS.has(name)) return `${name}:${value.trim().split(/\s+/).map(target)}`;
    if (name === 'href' && value.startsWith('#')) return `href:#${target(decodeURIComponent(value.slice(1)))}`;
    if (name === 'lang' || name === 'xml:lang') return `${name}=${languages.includes(value.toLowerCase()) ? 'ours' : value}`;
    if (e.localName === 'meta' && !/^(description|csrf)/.test(e.name)) return `${name}=${value}`;
    if (WORDS.has(name) || name.startsWith('data-') || name === 'nonce') return `${name}:${words(value)}`;
    return `${name}=${value}`;
  };

  const state = (e) => {
    let said = '';
    if (e.labels) said += ` labels:${[...e.labels].map((label) => words(label.innerText))}`;
    if ('checked' in e) said += e.checked ? ' on' : ' off';
    if ('selectedIndex' in e) said += words(e.selectedOptions[0]?.text);
    if ('value' in e && e.localName !== 'li') said += ` holds:${words(String(e.value))}`;
    if (e.localName === 'table') said += ` ${Math.min(e.rows.length, 20)}x${e.rows[0]?.cells.length}`;
    if (e.matches(NAMED)) said += ` alike:${alike.get(nameOf(e))}`;
    if (keyOf(e)) said += ` keys:${keys.get(keyOf(e))}`;
    const [title, alt] = ['title', 'alt'].map((name) => e.getAttribute(name)?.trim().toLowerCase());
    if (title && title === e.textContent.trim().toLowerCase()) said += ' titled as it says';
    if (alt && e.closest('a, button')?.textContent.toLowerCase().includes(alt)) said += ' said twice';
    if (e.matches('a, button, [role]')) said += ` ${words(e.innerText)}`;
    return said;
  };

  // What lies around a small place to press: how far off, and whether beside its middle. How long its words are is nothing.
  const pressed = all.filter((e) => e.matches(PRESSED)).map((e) => [e, e.getBoundingClientRect()]);
  const upTo = (px) => Math.round(Math.min(px, SMALL));
  const around = (e, box) => pressed.flatMap(([other, its]) => {
    const beside = Math.max(0, its.x - box.right, box.x - its.right), under = Math.max(0, its.y - box.bottom, box.y - its.bottom);
    if (other === e || !its.width || !its.height || beside >= SMALL || under >= SMALL) return [];
    const middle = [(box.x + box.right) / 2, (box.y + box.bottom) / 2];
    const level = [its.x < middle[0] && middle[0] < its.right, its.y < middle[1] && middle[1] < its.bottom];
    return [[upTo(beside), upTo(under), ...level, upTo(its.width), upTo(its.height)].join(' ')];
  }).sort().join(', ');

  const place = (e) => {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height) return ' no size';
    let said = box.right <= 0 || box.bottom <= 0 ? ' off' : '';
    if (e.clientWidth && e.scrollWidth > e.clientWidth) said += ' wider';
    if (e.clientHeight && e.scrollHeight > e.clientHeight) said += ' higher';
    if ((box.width < SMALL || box.height < SMALL) && e.matches(PRESSED)) {
      said += ` small ${upTo(box.width)} ${upTo(box.height)}`;
      // In a line of words nothing is asked of its size.
      const line = getComputedStyle(e).display === 'inline' && words(e.parentElement.textContent.replace(e.textContent, ''));
      said += line ? ' in a line' : ` near ${around(e, box)}`;
    }
    return said;
  };

  const written = (e) => {
    if (e.localName === 'script' || e.localName === 'link' || e.localName === 'style') return '';
    const style = getComputedStyle(e);
    const attributes = [...e.attributes].map((each) => attribute(e, each)).sort().join(' ');
    const inside = [];
    for (const child of e.childNodes) {
      const said = child.nodeType === Node.TEXT_NODE ? words(child.data) : child.nodeType === Node.ELEMENT_NODE ? written(child) : '';
      // Of a row of equals two are enough: three entries of a list say what two say.
      if (said && !(inside.at(-1) === said && inside.at(-2) === said)) inside.push(said);
    }
    const looks = STYLES.map((name) => style[name]).join(';');
    return `<${e.namespaceURI?.endsWith('svg') ? 'svg:' : ''}${e.localName} ${attributes}${state(e)}${place(e)} {${looks}}>${inside.join('')}</>\n`;
  };

  const seen = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-reduced-motion: reduce)', '(prefers-contrast: more)'];
  return `${document.compatMode} ${innerWidth}x${innerHeight} ${seen.map((each) => matchMedia(each).matches)}\n${written(document.documentElement)}`;
};
