using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Packages;
using Cairn.Contracts.Projects;
using Cairn.Contracts.Snapshots;
using Cairn.Data;
using Cairn.Identity;
using Cairn.Onnx;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;
using SnapshotLog = Cairn.Contracts.Snapshots.LogPolicy;

namespace Cairn.Endpoints;

/// <summary>Turns the tables into routes.</summary>
internal sealed class SnapshotBuilder(IDatabase database, EndpointStore store, ShadowPlan shadows, IProjects projects, IModels models, SnapshotParts parts)
{
    public async Task<PlannedSnapshot> BuildAsync(CancellationToken cancellation)
    {
        (long epoch, List<Source> sources, IReadOnlyList<TokenRoute> tokens) = await database.ReadAsync(Read, cancellation);
        var planned = new List<PlannedEndpoint>();
        foreach (Source source in sources) planned.Add(await PlanAsync(source, cancellation));
        return new PlannedSnapshot(epoch, planned, tokens);
    }

    private (long, List<Source>, IReadOnlyList<TokenRoute>) Read(SqlSession s)
    {
        Func<string, Endpoint, Endpoint> inForce = parts.Inputs.AllInForce(s);
        return (store.Epoch(s), [.. store.Active(s, null).Where(e => e.Variants.Count > 0).Select(e => Of(s, e, inForce))], Tokens(s));
    }

    private Source Of(SqlSession s, EndpointView e, Func<string, Endpoint, Endpoint> inForce)
    {
        Endpoint? file = projects.Find(s, e.Project)?.File.Endpoints.GetValueOrDefault(e.Name), declared = file is null ? null : inForce(e.Project, file);
        return new Source(e, declared, models.Find(s, e.Stable!.VersionId), Parse(store.GoodRoute(s, e)))
        {
            FileInputs = file?.Inputs,
            Shadow = shadows.Of(s, e, declared),
            Features = [.. (declared?.Features ?? []).Select(f => (f, parts.Features.Current(s, e.Project, f)))],
        };
    }

    private IReadOnlyList<TokenRoute> Tokens(SqlSession s) => [.. parts.Tokens.List(s).Select(t => new TokenRoute { Id = t.Id, Digest = "sha256:" + t.Digest, Endpoints = t.Endpoints, Audience = t.Audience, Until = t.ExpiresAt, Probes = t.Probes })];

    private async Task<PlannedEndpoint> PlanAsync(Source source, CancellationToken cancellation)
    {
        try
        {
            if (source.Declared is null) throw new FormatException("The project file does not declare this endpoint.");
            if (source.Stable is null) throw new FormatException("The stable version is not in the registry.");
            return new PlannedEndpoint(source.View, await RouteAsync(source.View, source.Declared, InputRules.Of(source.Stable.SignatureJson, source.Declared.Inputs, source.FileInputs), cancellation) with { Shadow = await ShadowAsync(source.Shadow, cancellation), Lookups = await LookupsAsync(source.Features, cancellation) }, source.Good, null);
        }
        catch (Exception e) when (e is FormatException or OnnxFormatException or PackageException or FileNotFoundException)
        {
            return new PlannedEndpoint(source.View, null, source.Good, e.Message);
        }
    }

    private async Task<EndpointRoute> RouteAsync(EndpointView view, Endpoint declared, IReadOnlyList<InputColumn> inputs, CancellationToken cancellation)
    {
        var variants = new List<VariantRoute>();
        foreach (VariantView v in view.Variants)
        {
            string path = await parts.Models.PathAsync(v.Digest, cancellation);
            variants.Add(new VariantRoute
            {
                Version = v.VersionId,
                Digest = v.Digest,
                Path = path,
                Members = await parts.Models.MembersAsync(path, cancellation),
                WeightPermille = v.WeightPermille,
                Role = v.Role == VariantDraft.Canary ? VariantRole.Canary : VariantRole.Stable,
                Range = v.FromPoint is { } from ? new PointRange(from, from + v.WeightPermille) : null,
            });
        }
        return new EndpointRoute
        {
            Name = view.Route,
            Project = view.Project,
            Environment = view.Environment,
            Inputs = inputs,
            KeyColumn = declared.Key is { } key && inputs.All(c => c.Name != key) ? key : null,
            KeyInput = inputs.FirstOrDefault(c => c.Name == declared.Key && c.MayBeKey)?.Name,
            StickyKey = StickyOf(declared, inputs),
            // Another release deals the keys anew: not always the same customers get what is new first.
            Salt = view.Canary is not null && view.ReleaseId is { } dealt ? $"{view.Route}/{dealt}" : view.Route,
            Log = LogOf(declared.Log),
            Batch = new BatchRule { MaxRows = declared.Limits.Batch, MaxWaiting = declared.Limits.Queue },
            MaxRows = Math.Clamp(declared.Limits.Rows, 1, 1_000_000),
            MaxBodyBytes = (int?)declared.Limits.Body?.Bytes,
            PatienceMilliseconds = (int?)declared.Limits.Timeout?.TotalMilliseconds,
            Variants = variants,
            Limits = view.ReleaseId is { } release && view.Canary is not null ? new CanaryLimits { Release = release, Until = parts.Real.Now + parts.Options.CanaryLease } : null,
        };
    }

    private async Task<IReadOnlyList<LookupRoute>> LookupsAsync(IReadOnlyList<(string Name, FeatureVersion? Version)> features, CancellationToken cancellation)
    {
        var lookups = new List<LookupRoute>();
        foreach ((string name, FeatureVersion? version) in features)
        {
            if (version is null) throw new FormatException($"The feature '{name}' was not made yet: cairn run {name}.");
            lookups.Add(new LookupRoute { Feature = name, Digest = version.Digest, Path = Path.GetFullPath(await parts.Artifacts.PathAsync(version.Digest, cancellation)) });
        }
        return lookups;
    }

    /// <summary>A file that cannot be served as a shadow is no reason not to serve the endpoint.</summary>
    private async Task<ShadowRoute?> ShadowAsync(ShadowView? shadow, CancellationToken cancellation)
    {
        if (shadow is null) return null;
        try
        {
            string path = await parts.Models.PathAsync(shadow.Digest, cancellation);
            return new ShadowRoute { Version = shadow.VersionId, Digest = shadow.Digest, Path = path, Members = await parts.Models.MembersAsync(path, cancellation), SharePermille = shadow.SharePermille };
        }
        catch (Exception e) when (e is OnnxFormatException or PackageException or FileNotFoundException)
        {
            return null;
        }
    }

    private static StickyKey? StickyOf(Endpoint declared, IReadOnlyList<InputColumn> inputs)
    {
        if (declared.Sticky is { From: StickySource.Column } by && by.Name != declared.Key && inputs.Count > 0 && inputs.All(c => c.Name != by.Name))
            throw new FormatException($"Requests are to stick by the column '{by.Name}', which is neither the endpoint's key nor an input of the model.");
        return declared.Sticky;
    }

    private static LogRule LogOf(Contracts.Projects.LogPolicy policy) => new()
    {
        Policy = policy.Mode switch { LogMode.Required => SnapshotLog.Required, LogMode.Buffered => SnapshotLog.Buffered, _ => SnapshotLog.Sampled },
        Share = policy.Mode == LogMode.Sampled ? policy.Share.Value : 1,
    };

    private static EndpointRoute? Parse(string? json) => json is null ? null : SnapshotJson.Parse(System.Text.Encoding.UTF8.GetBytes(json)).Endpoints[0];

    private sealed record Source(EndpointView View, Endpoint? Declared, ModelVersionView? Stable, EndpointRoute? Good)
    {
        /// <summary>What the project file says of the inputs; <see cref="Declared"/> has those in force.</summary>
        public DataContract? FileInputs { get; init; }

        public ShadowView? Shadow { get; init; }

        public IReadOnlyList<(string Name, FeatureVersion? Version)> Features { get; init; } = [];
    }
}

/// <summary>What a snapshot is made with.</summary>
internal sealed record SnapshotParts(ModelFolder Models, IFeatures Features, IInputContracts Inputs, IDataPlaneTokens Tokens, IArtifactStore Artifacts, RealTime Real, EndpointsOptions Options);
