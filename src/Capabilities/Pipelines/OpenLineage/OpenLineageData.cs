using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Datasets as OpenLineage names them: kept ones by project and source under the server's namespace, those outside by their address.</summary>
internal sealed class OpenLineageData(OpenLineageOptions options, IDatasets datasets, ILedger ledger)
{
    private const int MostCounted = 400, Looked = 500;

    /// <summary>What is gathered, by its address: <c>s3://bucket</c> and the path in it; files have the namespace <c>file</c>.</summary>
    public static JsonObject Outside(string address)
    {
        int at = address.IndexOf("://", StringComparison.Ordinal), path = at < 0 ? -1 : address.IndexOf('/', at + 3);
        bool file = at < 0 || address.StartsWith("file:", StringComparison.Ordinal);
        return file ? Named("file", at < 0 ? address : address[(at + 3)..]) : path < 0 ? Named(address, "/") : Named(address[..path], address[(path + 1)..]);
    }

    /// <summary>What a run read of each source, one dataset a source.</summary>
    public async Task<JsonArray> InputsAsync(string project, JsonNode? inputs, CancellationToken cancellation)
    {
        var all = new JsonArray();
        foreach ((string source, JsonNode? versions) in inputs as JsonObject ?? [])
        {
            string[] ids = [.. (versions as JsonArray ?? []).Select(v => v!.ToString())];
            if (ids.Length == 0) continue;
            JsonObject dataset = Named(options.Namespace, $"{project}.{source}");
            var facets = new JsonObject { ["version"] = OpenLineageFacets.Version(ids.Length == 1 ? ids[0] : Digest.Of(string.Join('\n', ids))) };
            if (ids.Length <= MostCounted) await CountAsync(dataset, facets, ids, cancellation);
            dataset["facets"] = facets;
            all.Add(dataset);
        }
        return all;
    }

    public async Task<JsonObject?> VersionAsync(string id, CancellationToken cancellation)
    {
        if (await datasets.FindAsync(id, cancellation) is not { } version) return null;
        JsonObject dataset = Named(options.Namespace, $"{version.Project}.{version.Source}");
        dataset["facets"] = new JsonObject { ["version"] = OpenLineageFacets.Version(version.Id), ["schema"] = Schema(version) };
        dataset["outputFacets"] = new JsonObject { ["outputStatistics"] = OpenLineageFacets.Written(version.Rows, version.Bytes) };
        return dataset;
    }

    /// <summary>What a run registered: datasets, features and models.</summary>
    /// <param name="end">The place in the ledger before which that is looked for: however late it is told, what others registered since is not in the way.</param>
    public async Task<JsonArray> MadeAsync(string project, string run, long? end, CancellationToken cancellation)
    {
        var all = new JsonArray();
        foreach (SealedEvent one in (await ledger.ReadBackAsync(end, Looked, new EventFilter { Project = project, Type = "version.registered" }, cancellation)).Reverse())
        {
            LedgerEvent e = one.Event;
            if (e.Data["run"]?.ToString() != run) continue;
            string noun = e.Data["noun"]?.ToString() ?? "";
            JsonObject? made = noun == "dataset" ? await VersionAsync(e.Subject.Id, cancellation) : noun is "model" or "feature" ? Registered(project, noun, e) : null;
            if (made is not null) all.Add(made);
        }
        return all;
    }

    /// <summary>What a step made at a port.</summary>
    public JsonObject Port(string project, string port, string digest)
    {
        JsonObject dataset = Named(options.Namespace, $"{project}.steps.{port}");
        dataset["facets"] = new JsonObject { ["version"] = OpenLineageFacets.Version(digest) };
        return dataset;
    }

    private JsonObject Registered(string project, string noun, LedgerEvent e)
    {
        JsonObject dataset = Named(options.Namespace, $"{project}.{noun}s.{e.Data["name"]}");
        dataset["facets"] = new JsonObject { ["version"] = OpenLineageFacets.Version(e.Subject.Id) };
        return dataset;
    }

    private async Task CountAsync(JsonObject dataset, JsonObject facets, string[] ids, CancellationToken cancellation)
    {
        long rows = 0, bytes = 0;
        DatasetVersion? last = null;
        foreach (string id in ids)
        {
            if (await datasets.FindAsync(id, cancellation) is not { } version) return;
            (rows, bytes, last) = (rows + version.Rows, bytes + version.Bytes, version);
        }
        facets["schema"] = Schema(last!);
        dataset["inputFacets"] = new JsonObject { ["inputStatistics"] = OpenLineageFacets.Read(rows, bytes, ids.Length) };
    }

    private static JsonObject Schema(DatasetVersion version)
        => OpenLineageFacets.Schema([.. JsonNode.Parse(version.SchemaJson)!.AsArray().Select(c => new JsonObject { ["name"] = c!["name"]!.DeepClone(), ["type"] = c["type"]!.DeepClone() })]);

    private static JsonObject Named(string space, string name) => new() { ["namespace"] = space, ["name"] = name };
}
