using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>
/// Every four weeks the detectors are fed what they must find and what they must leave alone: shifted inputs, two halves of the same reference,
/// shuffled truths; and the endpoint what its contract forbids. What they said is on the record.
/// </summary>
internal sealed class MonitorProbes(IDatabase database, IProductionLog log, References references, IModels models, ProbeBook book)
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(28);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public async Task RunDueAsync(ProjectView project, DateTimeOffset today, CancellationToken cancellation)
    {
        foreach (Endpoint endpoint in project.File.Endpoints.Values)
        {
            string? env = project.File.Environments.Values.FirstOrDefault(e => e.Role == EnvironmentRole.Production)?.Name;
            if (env is null || await database.ReadAsync(s => models.ByAlias(s, project.Name, endpoint.Name, "production"), cancellation) is not { } stable) continue;
            if (await DueAsync(project.Name, $"contract.{endpoint.Name}", today, cancellation) && await book.Contract.AskAsync(stable, endpoint, env, cancellation) is { } contract)
                await RecordAsync(project.Name, endpoint.Name, (today, $"contract.{endpoint.Name}"), [contract], cancellation);
            if (!await DueAsync(project.Name, endpoint.Name, today, cancellation)) continue;
            IReadOnlyList<JsonObject> found = await ProbeAsync(project, endpoint, (env, stable), today, cancellation);
            if (found.Count > 0) await RecordAsync(project.Name, endpoint.Name, (today, endpoint.Name), found, cancellation);
        }
    }

    private async Task<IReadOnlyList<JsonObject>> ProbeAsync(ProjectView project, Endpoint endpoint, (string Env, ModelVersionView Stable) at, DateTimeOffset today, CancellationToken cancellation)
    {
        (string env, ModelVersionView stable) = at;
        if ((await references.OfAsync(project.File, endpoint, stable, cancellation)).Training is not { } reference) return [];
        using OpenSpan open = await log.OpenAsync(project.Name, endpoint.Name, env, today - Week, today, cancellation);
        if (open.Span.Rows < 1000) return [];
        var found = new List<JsonObject>(Drift(open.Span, reference));
        if (Quality(project.File, endpoint, open.Span, stable) is { } quality) found.Add(quality);
        return found;
    }

    private static IEnumerable<JsonObject> Drift(ProductionSpan span, Reference reference)
    {
        string[] columns = [.. span.InputColumns.Where(c => reference.Has(span.Duck, c))];
        string? number = columns.FirstOrDefault(c => !reference.IsText(span.Duck, c));
        if (number is null) yield break;
        string name = DuckSql.Identifier(number);
        span.Duck.Execute($"create or replace temp view probe_shifted as select * replace ({name} + 2 * (select stddev({name}) from {ProductionSpan.Answers}) as {name}) from {ProductionSpan.Answers}");
        span.Duck.Execute($"create or replace temp table probe_reference as select *, hash(row_number() over ()) % 2 as half from {reference.Table}");
        span.Duck.Execute("create or replace temp view probe_a as select * from probe_reference where half = 0");
        span.Duck.Execute("create or replace temp view probe_b as select * from probe_reference where half = 1");
        var half = new Reference("probe_b");
        MeasuredSpan bad = DriftMeasure.Measure(span.Duck, "probe_shifted", [new WatchedColumn(number, reference.Bins(span.Duck, number))], 0.1, 0.01);
        MeasuredSpan same = DriftMeasure.Measure(span.Duck, "probe_a", [.. columns.Select(c => new WatchedColumn(c, half.Bins(span.Duck, c)))], 0.1, 0.01);
        yield return Probe("drift", "bad", "detected", bad.Values.Any(v => v.Breached) ? "detected" : "quiet");
        yield return Probe("drift", "same", "quiet", same.Values.Any(v => v.Breached) ? "detected" : "quiet");
    }

    private static JsonObject? Quality(ProjectFile file, Endpoint endpoint, ProductionSpan span, ModelVersionView stable)
    {
        using DuckResult result = span.Duck.Query("select score::double, truth::double from joined where score is not null and truth is not null order by prediction_id");
        List<object?[]> rows = [.. result.Rows()];
        if (rows.Count < 1000) return null;
        double[] scores = [.. rows.Select(r => (double)r[0]!)], truths = [.. rows.Select(r => (double)r[1]!)];
        new Random(1).Shuffle(truths);
        Contracts.Projects.Monitor monitor = file.Monitors.Values.FirstOrDefault(m => m.Watch == endpoint.Name && m.Kind == MonitorKind.Quality && m.Metric == "auc")
            ?? new Contracts.Projects.Monitor("", endpoint.Name, Week) { Kind = MonitorKind.Quality };
        MeasuredSpan judged = EndpointDay.Judged(monitor, QualityMeasure.Measure(scores, truths, stable.Metrics));
        return Probe("quality", "bad", "detected", judged.Values.Any(v => v.Breached) ? "detected" : "quiet");
    }

    internal static JsonObject Probe(string of, string given, string expected, string seen)
        => new() { ["of"] = of, ["given"] = given, ["expected"] = expected, ["seen"] = seen, ["ok"] = expected == seen };

    private async Task<bool> DueAsync(string project, string kind, DateTimeOffset today, CancellationToken cancellation)
    {
        long? last = await database.ReadAsync(s => book.Store.Last(s, project, kind), cancellation);
        return last is null || today.ToUnixTimeMilliseconds() - last >= Every.TotalMilliseconds;
    }

    private Task RecordAsync(string project, string endpoint, (DateTimeOffset Today, string Kind) due, IReadOnlyList<JsonObject> found, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        foreach (JsonObject probe in found)
        {
            probe["endpoint"] = endpoint;
            string id = $"probe-{project}-{endpoint}-{(string?)probe["of"]}-{(string?)probe["given"]}-{due.Today:yyyyMMdd}";
            book.Ledger.Append(s, new EventDraft("probe.finished", id, project, Actor.Service("monitoring")) { Data = probe, Grade = 3 });
        }
        book.Store.Set(s, project, due.Kind, due.Today.ToUnixTimeMilliseconds());
    }, cancellation: cancellation);
}

/// <summary>Where probes are noted, and the one that asks the endpoint itself.</summary>
internal sealed record ProbeBook(MonitorProbeStore Store, ILedger Ledger, ContractProbe Contract);
