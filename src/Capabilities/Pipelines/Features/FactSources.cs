using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.Pipelines.Steps;

namespace Cairn.Pipelines.Features;

/// <summary>The sources of a feature as views under the names that its SQL uses.</summary>
internal sealed class FactSources(StepContext context, DuckConnection duck)
{
    /// <summary>The input that tells when the newest data had arrived.</summary>
    public const string AsOf = "as_of";

    private readonly JsonObject _times = context.Parameters["times"] as JsonObject ?? [];

    public bool HaveTimes => _times.Count > 0;

    /// <param name="moment">Only what had happened by then; null for everything.</param>
    public void Open(DateTime? moment)
    {
        foreach (string port in context.Inputs.Keys.Where(p => p != AsOf))
        {
            string time = (string?)_times[port] is { } column ? DuckSql.Identifier(column) : "";
            string where = moment is { } until && time.Length > 0 ? $" where {time} is null or {time}::timestamp <= {DuckSql.Literal((object)until)}" : "";
            duck.Execute($"create or replace view {DuckSql.Identifier(port)} as select * from {StepTables.From(context, port)}{where}");
        }
    }
}
