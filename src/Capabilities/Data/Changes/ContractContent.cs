using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.Data.Ingest;

namespace Cairn.Data.Changes;

/// <summary>What a source promises, as text: its contract, what becomes of data that break it, the columns of time and key, and who answers for it. The order of columns does not matter.</summary>
internal static class ContractContent
{
    private const string OnFailed = "on_fail", Time = "time", Key = "key", Owners = "owners";

    public static string Write(DataSource source)
    {
        JsonObject content = Json(source.Expect, source.Owners);
        content[OnFailed] = JsonSerializer.SerializeToNode(source.OnFail, IngestFiles.Json);
        if (source.Time is { } time) content[Time] = time;
        content[Key] = Texts(source.Key);
        return content.ToJsonString(IngestFiles.Json);
    }

    /// <summary>The source with what the text says. Texts of earlier releases hold less: of the rest, what the file says is in force.</summary>
    public static DataSource Apply(DataSource source, string text)
    {
        (DataContract contract, IReadOnlyList<string>? owners, JsonObject content) = Read(text);
        DataSource said = source with { Expect = contract, Owners = owners ?? source.Owners };
        return content[OnFailed] is not { } onFail ? said : said with { OnFail = onFail.Deserialize<OnFail>(IngestFiles.Json), Time = (string?)content[Time], Key = Texts(content[Key]!) };
    }

    public static ContractDifference Compare(DataSource after, string inForce)
    {
        DataSource before = Apply(after, inForce);
        return new ContractDifference(before.Owners, [.. Breaks(before, after).Select(b => b.ToString())], [.. ContractBreaks.Narrowed(before.Expect, after.Expect).Select(b => b.ToString()), .. Besides(before, after)]);
    }

    /// <summary>Rules and owners as JSON.</summary>
    internal static JsonObject Json(DataContract contract, IReadOnlyList<string> owners)
    {
        JsonObject content = JsonSerializer.SerializeToNode(contract with { Columns = [.. contract.Columns.OrderBy(c => c.Name, StringComparer.Ordinal)] }, IngestFiles.Json)!.AsObject();
        content[Owners] = Texts(owners);
        return content;
    }

    /// <returns>No owners when an earlier release wrote it.</returns>
    internal static (DataContract Contract, IReadOnlyList<string>? Owners, JsonObject Content) Read(string text)
    {
        JsonObject content = JsonNode.Parse(text)!.AsObject();
        return (content.Deserialize<DataContract>(IngestFiles.Json)!, content[Owners] is { } owners ? Texts(owners) : null, content);
    }

    internal static IEnumerable<string> OtherOwners(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (!before.ToHashSet(StringComparer.Ordinal).SetEquals(after)) yield return after.Count == 0 ? "nobody answers for it any more" : $"others answer for it: {string.Join(", ", after)}";
    }

    private static List<ContractBreak> Breaks(DataSource before, DataSource after)
    {
        List<ContractBreak> breaks = [.. ContractBreaks.Between(before.Expect, after.Expect)];
        if (after.OnFail == OnFail.Warn && before.OnFail != OnFail.Warn) breaks.Add(new(null, "data that break it are used all the same"));
        if (before.Time is { } time && after.Time != time) breaks.Add(new(null, after.Time is { } other ? $"the time is that of '{other}', was '{time}'" : $"the time is no longer that of '{time}'"));
        if (before.Key.Count > 0 && !before.Key.ToHashSet(StringComparer.Ordinal).SetEquals(after.Key)) breaks.Add(new(null, "a row is known by another key"));
        return breaks;
    }

    private static IEnumerable<string> Besides(DataSource before, DataSource after)
    {
        if (after.OnFail != before.OnFail && after.OnFail != OnFail.Warn) yield return after.OnFail == OnFail.Stop ? "data that break it hold back what comes later" : "data that break it go into quarantine";
        if (before.Time is null && after.Time is { } time) yield return $"the time is that of '{time}'";
        if (before.Key.Count == 0 && after.Key.Count > 0) yield return $"a row is known by {string.Join(", ", after.Key)}";
        foreach (string other in OtherOwners(before.Owners, after.Owners)) yield return other;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static IReadOnlyList<string> Texts(JsonNode list) => [.. list.AsArray().Select(t => (string)t!)];
}
