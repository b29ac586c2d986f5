using System.Text.Json.Nodes;

namespace Cairn.Cli.Demo.Telling;

/// <summary>The tour in one JSON object.</summary>
internal sealed class Summary(TourParts parts, Narrator narrator)
{
    public async Task<JsonObject> MakeAsync(TourOptions options, CancellationToken cancel)
    {
        var tally = parts.Tally;
        var ledger = await parts.Api.GetAsync("api/v1/ledger/verify", cancel);
        return new JsonObject
        {
            ["simulated"] = true,
            ["days"] = options.Plan.Days,
            ["rows_ingested"] = tally.RowsIngested,
            ["quarantined"] = tally.Quarantined,
            ["predictions"] = tally.Predictions,
            ["outcomes_joined"] = tally.OutcomesJoined,
            ["failed_requests"] = parts.Traffic.Failed,
            ["pipeline_runs"] = Counts(tally.PipelineRuns),
            ["firings"] = Counts(tally.Firings),
            ["versions"] = tally.Models.Count,
            ["releases"] = Counts(tally.Releases),
            ["app_releases"] = Counts(tally.AppReleases),
            ["auc_by_month"] = new JsonObject(tally.Scores.AucByMonth.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)(double.IsNaN(m.Value) ? null : Math.Round(m.Value, 4))))),
            ["ledger_events"] = ledger?["events"]?.DeepClone(),
            ["ledger_verified"] = ledger?["verified"]?.DeepClone(),
            ["maturity"] = new JsonObject
            {
                ["simulated"] = await MaturityAsync("", cancel),
                ["alone"] = await MaturityAsync("?alone=true&profile=solo", cancel),
            },
            ["server_starts"] = parts.Server.Starts,
            ["models"] = new JsonArray([.. tally.Models.Select(m => (JsonNode)new JsonObject { ["number"] = m.Number, ["digest"] = m.Digest, ["at"] = m.At.ToString("O") })]),
            ["seconds"] = Math.Round(narrator.Seconds, 1),
            ["address"] = options.Exit ? null : parts.Server.Address.ToString(),
            ["data"] = options.Places.Data,
        };
    }

    private async Task<JsonNode?> MaturityAsync(string query, CancellationToken cancel)
    {
        var assessment = await parts.Api.GetAsync(Server.TourApi.Of("maturity") + query, cancel);
        var ladders = assessment?["ladders"]?.AsArray() ?? [];
        var levels = new JsonObject { ["world"] = "simulated", ["profile"] = assessment?["profile"]?.DeepClone() };
        foreach (var ladder in ladders.OfType<JsonObject>())
        {
            levels[(string)ladder["id"]!] = ladder["level"]?.DeepClone();
        }
        return levels;
    }

    private static JsonObject Counts(IEnumerable<KeyValuePair<string, int>> counts) =>
        new(counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
}
