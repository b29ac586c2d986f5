// Draws one chart: tokens ("$s1") become colours, names ("@interval") become functions; redrawn when the theme changes.
let echarts;
const probe = document.createElement('span');
probe.hidden = true; document.body.append(probe);
const color = token => { probe.style.color = `var(--c-${token})`; return getComputedStyle(probe).color; };
const percent = v => +(v * 100).toFixed(2) + ' %';
const signed = v => (v > 0 ? '+' : '') + percent(v);
const number = v => v == null || Number.isNaN(v) ? 'no value' : Math.abs(v) <= 1 && v !== 0 ? (+v).toFixed(3) : (+v).toLocaleString('en', { maximumSignificantDigits: 4 });
const seconds = v => v < 60 ? +v.toFixed(1) + ' s' : v < 3600 ? Math.floor(v / 60) + ' m ' + String(Math.floor(v % 60)).padStart(2, '0') + ' s' : Math.floor(v / 3600) + ' h ' + String(Math.floor(v % 3600 / 60)).padStart(2, '0') + ' m';

const line = (x1, y1, x2, y2, stroke, lineWidth = 2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } });
const draws = {
  interval(params, api) {
    const row = api.value(0), [low, y] = api.coord([api.value(1), row]), [mid] = api.coord([api.value(2), row]), [high] = api.coord([api.value(3), row]);
    const right = params.coordSys.x + params.coordSys.width, guard = api.value(4), rows = params.rows[params.dataIndex], blue = color('s1');
    const children = [line(low, y, high, y, blue), line(low, y - 4, low, y + 4, blue), line(high, y - 4, high, y + 4, blue),
      { type: 'circle', shape: { cx: mid, cy: y, r: 4.5 }, style: { fill: blue } },
      { type: 'text', style: { text: rows[5], x: right + 10, y: y - 6, fill: color(rows[6].slice(1)), fontSize: 12, fontWeight: 600 } }];
    if (guard != null && !Number.isNaN(guard)) { const [g] = api.coord([guard, row]); children.push(line(g, y - 9, g, y + 9, color('fail'), 2)); }
    return { type: 'group', children };
  },
  whisker(params, api) {
    const row = api.value(0), [low, y] = api.coord([api.value(1), row]), [high] = api.coord([api.value(2), row]), ink = color('idle');
    return { type: 'group', children: [line(low, y, high, y, ink, 1.5), line(low, y - 4, low, y + 4, ink, 1.5), line(high, y - 4, high, y + 4, ink, 1.5)] };
  },
  gantt(params, api) {
    const row = api.value(0), [queued, y] = api.coord([api.value(1), row]), [start] = api.coord([api.value(2), row]), [end] = api.coord([api.value(3), row]);
    const data = params.rows[params.dataIndex], ink = color(data[4].slice(1)), h = Math.min(16, api.size([0, 1])[1] * .6), cached = data[5] === 'Cached';
    const rect = (x, width, style) => ({ type: 'rect', shape: { x, y: y - h / 2, width: Math.max(width, 2), height: h, r: 2 }, style });
    return { type: 'group', children: [...(start > queued ? [rect(queued, start - queued, { fill: color('idle-bg') })] : []),
      rect(start, end - start, cached ? { fill: 'transparent', stroke: ink, lineWidth: 1.5 } : { fill: ink, opacity: .85 })] };
  },
};
const texts = {
  percent, signedPercent: signed, seconds,
  cell: p => `${p.name}: ${number(p.value[2])}`,
  interval: p => `${p.name}: ${signed(p.value[2])} [${signed(p.value[1])}, ${signed(p.value[3])}], ${p.value[5]}`,
  gantt: p => `${p.name}: ${p.value[5]}, waited ${seconds(p.value[2] - p.value[1])}, ran ${seconds(p.value[3] - p.value[2])}`,
};

// Walks the option once; the data of custom series keeps its tokens, since its drawing asks for them itself.
function resolve(value, key, owner) {
  if (typeof value === 'string') {
    const name = value.slice(1);
    if (key === 'name') return value;
    if (value[0] === '$') return color(name);
    if (value[0] !== '@') return value;
    return key === 'renderItem' ? (params, api) => draws[name](Object.assign(params, { rows: owner.data }), api) : texts[name] ?? value;
  }
  if (Array.isArray(value)) return value.map(v => key === 'data' && typeof v !== 'object' ? v : resolve(v, key, owner));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === 'data' && value.type === 'custom' ? v : resolve(v, k, value)]));
  return value;
}

function theme() {
  const muted = color('muted'), edge = color('edge'), grid = color('line'), ink = getComputedStyle(document.body).color;
  const axis = { axisLine: { show: true, lineStyle: { color: edge } }, axisTick: { show: false }, axisLabel: { color: muted, fontSize: 11, hideOverlap: true }, splitLine: { lineStyle: { color: grid } }, nameTextStyle: { color: muted, fontSize: 11 } };
  return {
    color: [1, 2, 3, 4, 5, 6].map(i => color('s' + i)), textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: muted },
    legend: { textStyle: { color: muted, fontSize: 12 } },
    valueAxis: { ...axis, axisLine: { show: false } }, logAxis: { ...axis, axisLine: { show: false } }, categoryAxis: { ...axis, splitLine: { show: false } }, timeAxis: { ...axis, axisLabel: { ...axis.axisLabel, formatter: { year: '{yyyy}', month: '{d} {MMM}', day: '{d} {MMM}', hour: '{HH}:{mm}', minute: '{HH}:{mm}', second: '{HH}:{mm}:{ss}' } } },
    tooltip: { backgroundColor: color('surface'), borderColor: edge, textStyle: { color: ink, fontSize: 12 } },
  };
}

function complete(option) {
  const item = option.tooltip?.trigger === 'item';
  return {
    animation: false, aria: { enabled: true }, useUTC: true,
    ...option,
    ...(Array.isArray(option.grid) ? { grid: option.grid } : { grid: { left: 48, right: 16, top: 30, bottom: 26, ...option.grid } }),
    legend: { top: 0, left: 0, itemWidth: 22, itemHeight: 8, ...option.legend },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, valueFormatter: number, ...(item ? {} : { axisPointer: { type: 'line' } }), ...option.tooltip },
  };
}

export async function draw(box, src) {
  echarts ??= await import(src);
  let option;
  if (box.dataset.src) {
    const answer = await fetch(box.dataset.src, { headers: { Accept: 'application/json' } });
    if (!answer.ok) { box.replaceChildren(Object.assign(document.createElement('p'), { className: 'muted', textContent: `The numbers could not be loaded (${answer.status}). The table below may still open.` })); return; }
    option = await answer.json();
  } else option = JSON.parse(box.dataset.chart);
  let chart;
  const paint = () => {
    chart?.dispose();
    chart = echarts.init(box, theme(), { renderer: 'canvas' });
    chart.setOption(complete(resolve(option)));
    box.dataset.drawn = '1';
  };
  paint();
  const size = new ResizeObserver(() => {
    if (!box.isConnected) { size.disconnect(); chart.dispose(); return; }
    chart.resize();
  });
  size.observe(box);
  document.addEventListener('cairn:theme', paint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
}
