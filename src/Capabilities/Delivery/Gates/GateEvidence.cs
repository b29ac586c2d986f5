using Cairn.Code;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Gathers what a gate looks at.</summary>
internal sealed class GateEvidence(IEvaluations evaluations, IModels models, IEndpoints endpoints, ICodeRecords code, IArtifactStore artifacts, GateReliance relied, PlatformOptions platform)
{
    /// <summary>What is stable in production; null before the first release.</summary>
    public async Task<ModelVersionView?> ChampionAsync(ProjectView project, Contracts.Projects.Endpoint endpoint, CancellationToken cancellation)
    {
        string? production = project.File.Environments.Values.FirstOrDefault(e => e.Role == EnvironmentRole.Production)?.Name;
        EndpointView? view = production is null ? null : await endpoints.FindAsync(project.Name, endpoint.Name, production, cancellation);
        return view?.Stable is { } stable ? await models.FindAsync(stable.VersionId, cancellation) : null;
    }

    /// <summary>The commit of the scoring package that goes with a version: the one whose tests hold at the version's own commit.</summary>
    public async Task<string?> ScoringCommitAsync(ModelVersionView version, CancellationToken cancellation)
    {
        if (version.Commit is not { } commit) return null;
        IReadOnlyList<SuiteResult> suites = await code.SuitesAsync(version.Project, commit, cancellation);
        return suites.FirstOrDefault(s => s.Suite == SuitesCheck.Scoring)?.Commit ?? commit;
    }

    public async Task<GateContext> GatherAsync(Candidacy of, GateTables tables, ModelVersionView? champion, CancellationToken cancellation)
    {
        string project = of.Project.Name;
        Evaluation candidate = await evaluations.EvaluateAsync(project, of.Version, tables.Eval, tables.Options, cancellation);
        (IReadOnlyList<string> named, IReadOnlyList<string> givenUp) = await relied.Inputs.OfAsync(project, of.Endpoint, cancellation);
        return new GateContext(of.Gate, of.Version, candidate)
        {
            Champion = champion,
            ChampionEvaluation = champion is null ? null : await evaluations.EvaluateAsync(project, champion, tables.Eval, tables.Options, cancellation),
            Suites = of.Version.Commit is { } commit ? await code.SuitesAsync(project, commit, cancellation) : [],
            ContractInputs = named,
            InputsGivenUp = givenUp,
            Key = of.Endpoint.Key,
            Consumers = await relied.Consumers.OfAsync(of.Project, of.Endpoint.Name, cancellation),
        };
    }

    /// <summary>Whether rows of the training table are in the evaluation table, by the endpoint's key; null when the tables cannot tell.</summary>
    public async Task<bool?> OverlapAsync(GateTables tables, string? key, CancellationToken cancellation)
    {
        if (tables.Train == tables.Eval) return true;
        if (tables.Train is null || key is null) return null;
        string train = await artifacts.PathAsync(tables.Train, cancellation), eval = await artifacts.PathAsync(tables.Eval, cancellation);
        return await Task.Run(() => Shares(train, eval, key), cancellation);
    }

    private bool? Shares(string train, string eval, string key)
    {
        using var database = new DuckMemory(1, "512MB", platform.Folder("scratch"));
        using DuckConnection duck = database.Connect();
        string Read(string path) => $"read_parquet({DuckSql.Literal(path)})";
        bool Has(string path) => duck.Query($"select * from {Read(path)} limit 0").Columns.Any(c => c.Name == key);
        if (!Has(train) || !Has(eval)) return null;
        string column = DuckSql.Identifier(key);
        return duck.Scalar<long>($"select count(*) from {Read(eval)} where {column} in (select {column} from {Read(train)})") > 0;
    }
}

/// <summary>What callers rely on, and who they are.</summary>
internal sealed record GateReliance(GateInputs Inputs, GateConsumers Consumers);
