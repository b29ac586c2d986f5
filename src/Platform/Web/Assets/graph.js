// Places the items of a list as a layered graph and draws its edges; the list stays what it was.
let library;
const load = src => library ??= new Promise((done, fail) => {
  const script = Object.assign(document.createElement('script'), { src, onload: done, onerror: fail });
  document.head.append(script);
});
const WIDTH = 142, HEIGHT = 74, NS = 'http://www.w3.org/2000/svg';
const phone = matchMedia('(max-width:767.98px)');

export async function draw(list, src) {
  // Without the library it stays a list.
  try { await load(src); } catch { list.classList.add('plain'); return; }
  place(list);
  phone.addEventListener('change', () => place(list));
}

function place(list) {
  list.classList.toggle('laid', !phone.matches);
  list.querySelector(':scope>svg')?.remove();
  if (phone.matches) { list.style.width = list.style.height = ''; return; }
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 22, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  const nodes = new Map([...list.querySelectorAll('[data-node]')].map(n => [n.dataset.node, n.parentElement]));
  for (const id of nodes.keys()) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  for (const [from, to] of JSON.parse(list.dataset.edges)) if (nodes.has(from) && nodes.has(to)) graph.setEdge(from, to);
  dagre.layout(graph);
  const { width, height } = graph.graph();
  // The page kept room for it; a little less is no reason to move what is below.
  const room = parseInt(list.style.getPropertyValue('--room')) || 0;
  Object.assign(list.style, { width: width + 'px', height: Math.max(height, room) + 'px' });
  for (const [id, item] of nodes) {
    const { x, y } = graph.node(id);
    Object.assign(item.style, { left: x - WIDTH / 2 + 'px', top: y - HEIGHT / 2 + 'px', width: WIDTH + 'px', height: HEIGHT + 'px' });
  }
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('aria-hidden', 'true'); svg.setAttribute('width', width); svg.setAttribute('height', height);
  for (const edge of graph.edges()) svg.append(path(graph, edge));
  list.prepend(svg);
}

function path(graph, edge) {
  const from = graph.node(edge.v), to = graph.node(edge.w), end = to.x - WIDTH / 2;
  let x = from.x + WIDTH / 2, y = from.y, d = `M${x},${y}`;
  const between = graph.edge(edge).points.slice(1, -1).filter(p => p.x > x + 20 && p.x < end - 20);
  for (const p of [...between, { x: end, y: to.y }]) {
    const half = (p.x - x) / 2;
    d += ` C${x + half},${y} ${p.x - half},${p.y} ${p.x},${p.y}`;
    x = p.x; y = p.y;
  }
  const line = document.createElementNS(NS, 'path');
  line.setAttribute('d', d);
  return line;
}
