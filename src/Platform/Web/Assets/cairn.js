// The page's own script: theme, copy, live parts, logs, keys. Charts and graphs are loaded when one comes into view.
(() => {
  const me = document.currentScript.dataset, doc = document, root = doc.documentElement;
  const all = (selector, from = doc) => from.querySelectorAll(selector);
  const on = (event, act, options) => doc.addEventListener(event, act, options);

  // --- pictures, when seen
  const seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) {
      seen.unobserve(target);
      if (target.dataset.graph !== undefined) import(me.jsGraph).then(m => m.draw(target, me.jsDagre));
      else import(me.jsCharts).then(m => m.draw(target, me.jsEcharts));
    }
  }, { rootMargin: '200px' });
  const scan = from => {
    for (const e of all('[data-chart],[data-src],[data-graph]', from)) if (!e._seen) { e._seen = true; seen.observe(e); }
    for (const e of all('[data-log]', from)) if (!e._seen) { e._seen = true; log(e); }
    for (const e of all('[data-toast=go]', from)) if (!e._seen) { e._seen = true; setTimeout(() => e.remove(), 10000); }
  };

  // --- live parts: one stream per page, let go while the tab is hidden
  let stream, last, asked = '', gone;
  const topics = () => [...new Set([...all('[data-topics]')].flatMap(e => e.dataset.topics.split(' ')))].filter(Boolean).sort();
  const listen = () => {
    const wanted = doc.hidden ? '' : topics().join(',');
    if (wanted === asked && (!stream || stream.readyState < 2)) return;
    stream?.close(); stream = null; asked = wanted;
    if (!wanted) return;
    stream = new EventSource(me.jsLive + '?topics=' + encodeURIComponent(wanted) + (last ? '&last=' + last : ''));
    stream.addEventListener('hello', e => { last = e.lastEventId; clearTimeout(gone); gone = 0; doc.getElementById('offline').hidden = true; });
    stream.onerror = () => { gone ||= setTimeout(() => { doc.getElementById('offline').hidden = false; }, 5000); };
    stream.onmessage = e => {
      last = e.lastEventId;
      for (const topic of e.data.split(' ')) for (const part of all('[data-topics~="' + CSS.escape(topic) + '"]')) part.dispatchEvent(new CustomEvent('live'));
    };
  };
  on('visibilitychange', listen);

  // --- logs: the next lines from a byte offset; following ends when the reader scrolls up
  const log = box => {
    const view = box.closest('.logview'), follow = view.querySelector('[data-follow]'), copy = view.querySelector('[data-copy-log]');
    let on = follow.getAttribute('aria-pressed') === 'true', busy = false, again = false;
    const set = value => { on = value; follow.setAttribute('aria-pressed', on); if (on) { box.scrollTop = box.scrollHeight; more(); } };
    const more = async () => {
      if (busy) { again = true; return; }
      const block = box.lastElementChild, { next, number } = block.dataset;
      if (!block.dataset.more && !block.dataset.open) return;
      busy = true; again = false;
      try {
        const answer = await fetch(box.dataset.log + (box.dataset.log.includes('?') ? '&' : '?') + 'from=' + next + '&number=' + number, { headers: { 'HX-Request-Type': 'partial' } });
        if (!answer.ok) return;
        const part = doc.createElement('template');
        part.innerHTML = await answer.text();
        const fresh = part.content.querySelector('.block');
        if (fresh.childElementCount) box.append(fresh); else Object.assign(block.dataset, { ...fresh.dataset });
        while (box.childElementCount > 6) box.firstElementChild.remove();
        if (on) box.scrollTop = box.scrollHeight;
        again ||= on && !!fresh.dataset.more;
      } finally { busy = false; if (again) more(); }
    };
    follow.hidden = copy.hidden = false;
    follow.onclick = () => set(!on);
    copy.onclick = () => navigator.clipboard.writeText([...all('.block>div>span', box)].map(s => s.textContent).join('\n'));
    let top = 0;
    box.addEventListener('scroll', () => {
      if (box.scrollTop < top - 4 && on) set(false);
      top = box.scrollTop;
      if (top + box.clientHeight > box.scrollHeight - 200) more();
    }, { passive: true });
    box.addEventListener('live', more);
    if (on) set(true);
  };

  // --- clicks
  on('click', async e => {
    const at = e.target.closest?.('[data-copy],[data-dismiss],[data-jump],[data-confirm],[data-close]');
    if (!at) return;
    const d = at.dataset;
    if ('copy' in d) { await navigator.clipboard.writeText(d.copy); at.classList.add('done'); setTimeout(() => at.classList.remove('done'), 1200); }
    else if ('dismiss' in d) at.closest('[data-toast]').remove();
    else if ('jump' in d) { e.preventDefault(); jump(); }
    else if ('close' in d && at.closest('dialog')) { e.preventDefault(); at.closest('dialog').close(); }
    else if ('confirm' in d) {
      e.preventDefault();
      const answer = await fetch(at.href, { headers: { 'HX-Request-Type': 'partial' } }), box = doc.getElementById('dialog');
      if (!answer.ok) { location.href = at.href; return; }
      const part = doc.createElement('template'); part.innerHTML = await answer.text(); part.content.querySelector('title')?.remove();
      box.replaceChildren(part.content); box.showModal();
    }
  });
  // --- what is fetched when its details are opened
  on('toggle', async e => {
    const box = e.target.open && e.target.querySelector?.('[data-load]');
    if (!box) return;
    const answer = await fetch(box.dataset.load, { headers: { 'HX-Request-Type': 'partial' } });
    if (!answer.ok) return;
    box.removeAttribute('data-load'); box.innerHTML = await answer.text();
  }, true);

  on('submit', e => {
    if (!e.target.matches('.theme')) return;
    e.preventDefault();
    const input = e.target.elements.theme, theme = input.value, button = e.target.querySelector('button');
    if (theme === 'system') root.removeAttribute('data-bs-theme'); else root.dataset.bsTheme = theme;
    doc.cookie = 'cairn-theme=' + (theme === 'system' ? ';max-age=0' : theme + ';max-age=34560000') + ';path=/;samesite=lax';
    input.value = { system: 'dark', dark: 'light', light: 'system' }[theme];
    button.ariaLabel = button.title = 'Theme: ' + (theme === 'system' ? 'as the system' : theme) + ', change to ' + input.value;
    const use = button.querySelector('use'); use.setAttribute('href', use.getAttribute('href').replace(/#.*/, '#i-' + { system: 'device-desktop', dark: 'moon', light: 'sun' }[theme]));
    doc.dispatchEvent(new Event('cairn:theme'));
  });

  // --- keys, not while writing
  const jump = () => { const d = doc.getElementById('palette'); d.showModal(); d.querySelector('[name=q]').select(); };
  let go = 0;
  on('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key === 'k') { e.preventDefault(); jump(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.('input,textarea,select,[contenteditable]')) return;
    if (e.key === '/') { e.preventDefault(); jump(); }
    else if (e.key === 'f') doc.querySelector('[data-follow]')?.click();
    else if (e.key === 'g') go = Date.now();
    else if (Date.now() - go < 1200) { go = 0; const link = doc.querySelector('[data-go="' + CSS.escape(e.key) + '"]'); if (link) location.href = link.href; }
    else if (e.key === 'j' || e.key === 'k') {
      const links = [...all('tbody tr>:first-child a')], i = links.indexOf(doc.activeElement) + (e.key === 'j' ? 1 : -1);
      links[Math.max(0, Math.min(links.length - 1, i))]?.focus();
    }
  });

  // An old client's link to /#/experiments/1/runs/2 keeps its end to itself; the page sends it on.
  const old = location.pathname === me.jsHome && /^#\/(experiments\/.+|models\/.+)/.exec(location.hash);
  if (old) location.replace(me.jsMlflow + old[1]);

  const start = () => { scan(doc); listen(); };
  on('htmx:after:process', start); on('htmx:after:swap', start);
  if (doc.readyState === 'loading') on('DOMContentLoaded', start); else start();
})();
