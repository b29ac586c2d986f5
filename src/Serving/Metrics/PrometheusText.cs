using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cairn.Serving.Metrics;

/// <summary>The Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private static readonly double[] Bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Quantiles = [0.5, 0.9, 0.95, 0.99, 0.999];
    private readonly StringBuilder _text = new();

    public static void Write(ServingReading reading, IBufferWriter<byte> to)
    {
        var text = new PrometheusText();
        text.WriteServer(reading);
        text.WriteVariants(reading);
        text.WriteLatency(reading);
        text.WriteQuantiles(reading);
        text.WriteRuns(reading);
        text.WriteEndpoints(reading);
        text.WriteLogs(reading);
        if (reading.Shipping is { } shipping) text.WriteShipping(shipping);
        Encoding.UTF8.GetBytes(text._text.ToString(), to);
    }

    private void WriteServer(ServingReading r)
    {
        Family("cairn_serving_snapshot_epoch", "gauge", "Epoch of the snapshot that answers.");
        Sample("cairn_serving_snapshot_epoch", "", r.Epoch);
        Family("cairn_serving_in_flight", "gauge", "Requests being answered.");
        Sample("cairn_serving_in_flight", "", r.InFlight);
        Family("cairn_serving_in_flight_bytes", "gauge", "Bytes that the larger bodies of these requests hold.");
        Sample("cairn_serving_in_flight_bytes", "", r.BytesInFlight);
        Family("cairn_serving_rejected_total", "counter", "Requests refused because too many were in flight, or too many bytes.");
        Sample("cairn_serving_rejected_total", "", r.Rejected);
    }

    private void WriteVariants(ServingReading r)
    {
        Family("cairn_serving_requests_total", "counter", "Requests answered with 200, by version; pinned ones apart.");
        Each(r, (e, v) =>
        {
            Sample("cairn_serving_requests_total", Labels(e, v) + ",pinned=\"false\"", v.Requests);
            Sample("cairn_serving_requests_total", Labels(e, v) + ",pinned=\"true\"", v.Pinned);
        });
        Family("cairn_serving_rows_total", "counter", "Rows of these.");
        Each(r, (e, v) => Sample("cairn_serving_rows_total", Labels(e, v), v.Rows));
        Family("cairn_serving_shadowed_total", "counter", "Answers of a shadow, which no caller saw; and requests that it was not asked.");
        Each(r, (e, v) =>
        {
            if (v.Shadowed + v.Shed == 0) return;
            Sample("cairn_serving_shadowed_total", Labels(e, v) + ",shed=\"false\"", v.Shadowed);
            Sample("cairn_serving_shadowed_total", Labels(e, v) + ",shed=\"true\"", v.Shed);
        });
        Family("cairn_serving_errors_total", "counter", "Requests not answered with 200, by kind; without a version when no variant caused it.");
        foreach (EndpointReading e in r.Endpoints)
            foreach (var (kind, count) in e.Errors) Sample("cairn_serving_errors_total", $"endpoint=\"{e.Name}\",version=\"\",kind=\"{kind}\"", count);
        Each(r, (e, v) =>
        {
            foreach (var (kind, count) in v.Errors) Sample("cairn_serving_errors_total", Labels(e, v) + $",kind=\"{kind}\"", count);
        });
        Family("cairn_serving_probes_total", "counter", "Predictions of probers that were answered; in no other count.");
        foreach (EndpointReading e in r.Endpoints) Sample("cairn_serving_probes_total", $"endpoint=\"{e.Name}\"", e.Probes);
        Family("cairn_serving_contract_violations_total", "counter", "Breaches of the input contract, by column.");
        foreach (EndpointReading e in r.Endpoints)
            foreach (var (column, count) in e.Violations) Sample("cairn_serving_contract_violations_total", $"endpoint=\"{e.Name}\",column=\"{Escape(column)}\"", count);
    }

    private void WriteLatency(ServingReading r)
    {
        Family("cairn_serving_latency_seconds", "histogram", "From reading a request to its answer ready.");
        Each(r, (e, v) =>
        {
            foreach (double bound in Bounds)
                Sample("cairn_serving_latency_seconds_bucket", Labels(e, v) + $",le=\"{bound.ToString(CultureInfo.InvariantCulture)}\"", v.Latency.CountUpTo((long)(bound * 1e9)));
            Sample("cairn_serving_latency_seconds_bucket", Labels(e, v) + ",le=\"+Inf\"", v.Latency.Count);
            Sample("cairn_serving_latency_seconds_sum", Labels(e, v), v.Latency.Sum * 1e-9);
            Sample("cairn_serving_latency_seconds_count", Labels(e, v), v.Latency.Count);
        });
    }

    /// <summary>From the counts themselves, within 1 %; what is worked out from the buckets above is as wide as they are. None where nothing was answered lately.</summary>
    private void WriteQuantiles(ServingReading r)
    {
        Family("cairn_serving_latency_recent_seconds", "summary", "The same, exact within 1 %, of the last five minutes; sum and count since the version was loaded.");
        Each(r, (e, v) =>
        {
            foreach (double q in v.Recent.Count > 0 ? Quantiles : [])
                Sample("cairn_serving_latency_recent_seconds", Labels(e, v) + $",quantile=\"{q.ToString(CultureInfo.InvariantCulture)}\"", v.Recent.Quantile(q) * 1e-9);
            Sample("cairn_serving_latency_recent_seconds_sum", Labels(e, v), v.Latency.Sum * 1e-9);
            Sample("cairn_serving_latency_recent_seconds_count", Labels(e, v), v.Latency.Count);
        });
    }

    private void WriteRuns(ServingReading r)
    {
        Family("cairn_serving_model_ready", "gauge", "1 when the model answers, 0 while its own server is away; retired versions are left out.");
        Each(r, (e, v) =>
        {
            if (v.Variant is "stable" or "canary") Sample("cairn_serving_model_ready", Labels(e, v), v.Ready ? 1 : 0);
        });
        Family("cairn_serving_model_restarts_total", "counter", "Starts of a model's own server after the first.");
        Each(r, (e, v) =>
        {
            if (v.Restarts > 0) Sample("cairn_serving_model_restarts_total", Labels(e, v), v.Restarts);
        });
        Family("cairn_serving_waiting", "gauge", "Requests that wait for a run of the model.");
        Each(r, (e, v) => Sample("cairn_serving_waiting", Labels(e, v), v.Waiting));
        Family("cairn_serving_runs_total", "counter", "Runs of the model; fewer than requests where several shared one.");
        Each(r, (e, v) => Sample("cairn_serving_runs_total", Labels(e, v), v.Runs.Runs));
        Family("cairn_serving_run_seconds_total", "counter", "Where the time of runs went, and of requests before them (queue).");
        Each(r, (e, v) =>
        {
            foreach (var (part, time) in new[] { ("queue", v.Runs.QueueNanoseconds), ("input", v.Runs.Times.Input), ("infer", v.Runs.Times.Infer), ("output", v.Runs.Times.Output) })
                Sample("cairn_serving_run_seconds_total", Labels(e, v) + $",part=\"{part}\"", time * 1e-9);
        });
    }

    /// <summary>What an endpoint does of itself.</summary>
    private void WriteEndpoints(ServingReading r)
    {
        foreach (var (name, type, help, of) in new (string, string, string, Func<EndpointReading, long>)[]
        {
            ("canary_dropped", "gauge", "1 while the canary of the snapshot gets nothing because it failed too often.", e => e.TrippedVersion is null ? 0 : 1),
            ("canary_lease_over", "gauge", "1 while the canary of the snapshot gets nothing because nobody renewed its lease.", e => e.LeaseExpired ? 1 : 0),
            ("fallbacks_total", "counter", "Requests that the stable version answered because the canary failed on them.", e => e.Fallbacks),
            ("outcomes_refused_total", "counter", "Calls with outcomes that got 429.", e => e.OutcomesRefused),
            ("replayed_total", "counter", "Requests sent again that were answered from the log.", e => e.Replayed),
            ("shadow_left_out", "gauge", "1 while the shadow of the snapshot cannot be asked at all.", e => e.ShadowFault is null ? 0 : 1),
        })
        {
            Family($"cairn_serving_{name}", type, help);
            foreach (EndpointReading e in r.Endpoints) Sample($"cairn_serving_{name}", $"endpoint=\"{e.Name}\"", of(e));
        }
    }

    private void WriteLogs(ServingReading r)
    {
        Family("cairn_serving_log_records_total", "counter", "Records of the log by what became of them.");
        foreach (EndpointReading e in r.Endpoints)
            foreach (var (kind, log) in new[] { ("predictions", e.Predictions), ("outcomes", e.Outcomes), ("shadows", e.Shadows) })
            {
                string labels = $"endpoint=\"{e.Name}\",kind=\"{kind}\"";
                Sample("cairn_serving_log_records_total", labels + ",state=\"appended\"", log.Appended);
                Sample("cairn_serving_log_records_total", labels + ",state=\"durable\"", log.Durable);
                Sample("cairn_serving_log_records_total", labels + ",state=\"lost\"", log.Lost);
            }
    }

    private void WriteShipping(ShippingReading r)
    {
        Family("cairn_serving_ship_last_success_timestamp_seconds", "gauge", "When the log was last shipped with nothing left behind; 0 before the first time.");
        Sample("cairn_serving_ship_last_success_timestamp_seconds", "", r.LastAt?.ToUnixTimeMilliseconds() / 1000.0 ?? 0);
        Family("cairn_serving_ship_failing", "gauge", "1 while something keeps the log from being shipped.");
        Sample("cairn_serving_ship_failing", "", r.Fault is null ? 0 : 1);
        foreach (var (name, type, help, of) in new (string, string, string, Func<EndpointShipping, long>)[]
        {
            ("waiting_segments", "gauge", "Closed segments of the log that the server does not have.", e => e.WaitingSegments),
            ("waiting_bytes", "gauge", "Bytes of these.", e => e.WaitingBytes),
            ("segments_total", "counter", "Segments that the server took.", e => e.Shipped),
            ("dropped_records_total", "counter", "Records given up because the log may hold no more.", e => e.Dropped),
            ("refused_segments_total", "counter", "Segments that the server refused for what is in them.", e => e.Refused),
            ("held", "gauge", "1 while the log holds as much as it may and takes nothing that must not be lost.", e => e.Held ? 1 : 0),
        })
        {
            Family($"cairn_serving_ship_{name}", type, help);
            foreach (EndpointShipping e in r.Endpoints) Sample($"cairn_serving_ship_{name}", $"endpoint=\"{e.Endpoint}\"", of(e));
        }
    }

    private static string Labels(EndpointReading e, VariantReading v) => $"endpoint=\"{e.Name}\",version=\"{v.Version}\"";

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Each(ServingReading r, Action<EndpointReading, VariantReading> act)
    {
        foreach (EndpointReading e in r.Endpoints)
            foreach (VariantReading v in e.Variants) act(e, v);
    }

    private void Family(string name, string type, string help) => _text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
