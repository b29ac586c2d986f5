using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Expectations;

/// <summary>Contracts: a first draft from what was gathered, and the rows that broke one.</summary>
internal static class ContractEndpoints
{
    private const int Usual = 30, Most = 400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder data = routes.MapGroup("/api/v1/projects/{project}/data").WithTags("data");
        data.MapGet("{source}/contract/draft", DraftAsync);
        data.MapGet("{source}/arrivals/{partition}/failed", (HttpContext context, FailedRows rows, string project, string source, string partition, CancellationToken cancellation)
            => rows.ReadAsync(project, source, partition, context.Actor(), cancellation));
        data.MapGet("{source}/failed", (HttpContext context, FailedRows rows, string project, string source, CancellationToken cancellation)
            => rows.ReadAsync(project, source, "", context.Actor(), cancellation));
    }

    /// <param name="last">So many of the newest partitions are looked at.</param>
    private static async Task<DraftAnswer> DraftAsync(IProjects projects, IDatasets datasets, string project, string source, int? last, CancellationToken cancellation)
    {
        if (last is < 1 or > Most) throw ApiException.Invalid("last", $"'last' is 1 to {Most}.");
        DataSource declared = (await projects.RequireAsync(project, cancellation)).File.Data.GetValueOrDefault(source) ?? throw ApiException.NotFound("source", source);
        IReadOnlyList<DatasetVersion> known = await datasets.KnownAsync(project, source, null, cancellation);
        if (known.Count == 0) throw ApiException.Conflict($"Nothing of '{source}' has been gathered yet.", $"Gather it without a contract first: cairn data ingest {source}");
        List<JsonElement> profiles = [];
        foreach (DatasetVersion version in known.TakeLast(last ?? Usual))
        {
            using JsonDocument profile = await datasets.ProfileAsync(version, cancellation);
            profiles.Add(profile.RootElement.Clone());
        }
        return new DraftAnswer(source, profiles.Count, ContractDraft.Write(profiles, declared.Key));
    }

    /// <param name="Versions">How many versions it was drawn from.</param>
    internal sealed record DraftAnswer(string Source, int Versions, string Yaml);
}
