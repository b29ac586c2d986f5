using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Contracts.Projects;

/// <summary>A feature defined once: facts by key, each with the time it is about and the time from which it was known.</summary>
/// <param name="Time">Column with the time a fact is about.</param>
public sealed record FeatureView(string Name, string Time)
{
    /// <summary>The built-in that makes it; a step of the pipeline like every other, written by nobody.</summary>
    public const string StepKind = "view";

    /// <summary>Output of its step: every fact.</summary>
    public const string Table = "table";

    /// <summary>Output of its step: what serving looks up.</summary>
    public const string Keyed = "keyed";

    /// <summary>Sources by the name that the SQL reads them under.</summary>
    public IReadOnlyDictionary<string, PortRef> In { get; init; } = new Dictionary<string, PortRef>();

    public string? Sql { get; init; }

    /// <summary>File with the SQL, in the repository.</summary>
    public string? File { get; init; }

    /// <summary>Columns that a row is looked up by.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Column with the time from which a fact was known; or see <see cref="After"/>.</summary>
    public string? Known { get; init; }

    /// <summary>How long after its time a fact is known.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>How old what serving looks up may be.</summary>
    public TimeSpan? Fresh { get; init; }

    /// <param name="data">The file's sources: their event times tell the step what was there at a moment.</param>
    internal Step AsStep(IReadOnlyDictionary<string, DataSource> data)
    {
        var with = new JsonObject { ["key"] = new JsonArray([.. Key.Select(k => (JsonNode)k)]), ["time"] = Time };
        if (Sql is not null) with["sql"] = Sql;
        if (File is not null) with["file"] = File;
        if (Known is not null) with["known"] = Known;
        if (After is { } after) with["after_s"] = after.TotalSeconds;
        with["times"] = new JsonObject(In.Where(i => data[i.Value.Owner].Time is not null).Select(i => KeyValuePair.Create(i.Key, (JsonNode?)data[i.Value.Owner].Time)));
        using JsonDocument options = JsonDocument.Parse(with.ToJsonString());
        return new Step(Name)
        {
            Use = StepKind,
            In = In,
            Out = new OrderedDictionary<string, PortType>(StringComparer.Ordinal) { [Table] = PortType.Table, [Keyed] = PortType.File },
            With = options.RootElement.EnumerateObject().ToDictionary(o => o.Name, o => o.Value.Clone(), StringComparer.Ordinal),
            Retry = new Retry(0),
        };
    }
}
