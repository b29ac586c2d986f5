// The npm package `mlflow`, unmodified, against a server: node node-client.cjs <address> <where the answer goes>.
// It writes what it sends to the standard output, so the answer goes to a file.
const { writeFileSync } = require('node:fs')
const MLflow = require('mlflow')
const { RunStatus, ViewType } = require('mlflow/enum')

const [endpoint, target] = process.argv.slice(2)

const refused = work => work.then(() => null, fault => JSON.parse(fault.message.slice('Error: '.length)))

async function packaged() {
  const { Experiments, Runs, Metrics, Artifacts } = new MLflow({ endpoint })
  const { experiment_id } = await Experiments.create({ name: 'from node' })
  const found = await Experiments.get({ experiment_id })
  const { run } = await Runs.create({ experiment_id, user_id: 'ada', start_time: 1800000000000, tags: [{ key: 'team', value: 'ops' }] })
  const { run_id } = run.info
  await Runs.logParameter({ run_id, key: 'depth', value: '5' })
  for (let step = 0; step < 3; step++) await Runs.logMetric({ run_id, key: 'loss', value: 1 / (step + 1), timestamp: 1800000000000 + step, step })
  await Runs.logBatch({ run_id, metrics: [{ key: 'auc', value: 0.75, timestamp: 1800000000000, step: 0 }], params: [{ key: 'seed', value: '1' }], tags: [{ key: 'stage', value: 'tried' }] })
  await Runs.setTag({ run_id, key: 'passing', value: 'yes' })
  await Runs.deleteTag({ run_id, key: 'passing' })
  const again = await refused(Runs.logParameter({ run_id, key: 'depth', value: '6' }))
  await Runs.update({ run_id, status: RunStatus.FINISHED, end_time: 1800000009000 })
  const searched = await Runs.search({ experiment_ids: [experiment_id], filter: "metrics.auc > 0.7 and params.depth = '5'", run_view_type: ViewType.ACTIVE_ONLY, max_results: 10, order_by: ['metrics.auc DESC'] })
  const history = await Metrics.getHistory({ run_id, metric_key: 'loss' })
  const files = await Artifacts.list({ run_id })
  await Runs.delete({ run_id })
  const gone = await Runs.search({ experiment_ids: [experiment_id], run_view_type: ViewType.ACTIVE_ONLY })
  await Runs.restore({ run_id })
  await Experiments.update({ experiment_id, new_name: 'from node again' })
  await Experiments.delete({ experiment_id })
  const left = await Experiments.list({ view_type: ViewType.ACTIVE_ONLY })
  await Experiments.restore({ experiment_id })
  const listed = await Experiments.list()
  return { experiment_id, run_id, found, again, searched, history, files, gone, left, listed, end: await Runs.get({ run_id }) }
}

// MLflow's own tracing client for JavaScript was not to be had: these are its calls after the description of the protocol, by node's own fetch.
async function traced(experiment_id) {
  const send = async (method, path, body, type = 'application/json') => {
    const answer = await fetch(endpoint + path, { method, headers: { 'Content-Type': type }, body })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const id = 'tr-' + '0123456789abcdef'.repeat(2)
  const info = {
    trace_id: id, trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id } }, request_time: '2026-11-20T08:32:22.098Z', execution_duration: '0.147s', state: 'OK',
    request_preview: '"why?"', response_preview: '"wind"', trace_metadata: { 'mlflow.trace_schema.version': '3' }, tags: { 'mlflow.traceName': 'answer' },
  }
  const { trace } = await send('POST', '/api/3.0/mlflow/traces', JSON.stringify({ trace: { trace_info: info } }))
  const location = trace.trace_info.tags['mlflow.artifactLocation'].slice('mlflow-artifacts:/'.length)
  const base64 = hex => Buffer.from(hex, 'hex').toString('base64')
  const span = {
    trace_id: base64(id.slice(3)), span_id: base64('0123456789abcdef'), parent_span_id: '', name: 'answer', start_time_unix_nano: 1795163542098000000, end_time_unix_nano: 1795163542245000000,
    status: { code: 'STATUS_CODE_OK', message: '' }, events: [],
    attributes: { 'mlflow.traceRequestId': JSON.stringify(id), 'mlflow.spanType': '"CHAT_MODEL"', 'mlflow.spanInputs': '"why?"', 'mlflow.spanOutputs': '"wind"' },
  }
  await send('PUT', `/api/2.0/mlflow-artifacts/artifacts/${location}/traces.json`, JSON.stringify({ spans: [span] }))
  return { trace: await send('GET', `/api/3.0/mlflow/traces/get?trace_id=${id}`), files: await send('GET', `/ajax-api/3.0/mlflow/get-trace-artifact?request_id=${id}`).catch(fault => fault.message) }
}

packaged().then(async told => writeFileSync(target, JSON.stringify({ ...told, traced: await traced(told.experiment_id) })))
