using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Registry.Versions;
using Cairn.Tracking;

namespace Cairn.Registry.Mlflow;

/// <summary>Registers what a run or a logged model of a project holds, as its clients do.</summary>
internal sealed class Registration(MlflowRegistry registry, VersionSources sources, IRuns runs, ILoggedModels logged)
{
    private const int DescriptionLength = 5000;

    /// <exception cref="ApiException">400: it names not one of the two, or nothing lies there; 404: the project has no such run or logged model.</exception>
    public async Task<VersionRow> AsVersionAsync(string project, string model, RegistrationRequest request, Actor actor, CancellationToken cancellation)
    {
        if (request.Description is { Length: > DescriptionLength }) throw ApiException.Invalid("description", $"'description' must not be longer than {DescriptionLength} characters.");
        string? run = Given(request.Run), loggedModel = Given(request.LoggedModel);
        if ((run is null) == (loggedModel is null)) throw ApiException.Invalid("run", "Either 'run' with 'path', or 'logged_model', says what the version is made from.");
        string source = run is not null ? await OfRunAsync(project, run, Given(request.Path), cancellation) : await OfLoggedModelAsync(project, loggedModel!, cancellation);
        SourceContent content = await Refusals.AsProblem(sources.ReadAsync(source, null, cancellation));
        return await Refusals.AsProblem(registry.AddVersionAsync(project, model, content.Draft(source, actor) with { Description = request.Description, ModelId = loggedModel }, actor, cancellation));
    }

    private async Task<string> OfRunAsync(string project, string run, string? path, CancellationToken cancellation)
    {
        RunView found = await runs.FindAsync(project, run, cancellation) ?? throw ApiException.NotFound("run", run, "See the runs of the project for their names.");
        string plain = path?.Trim('/') is { Length: > 0 } below ? below : throw ApiException.Invalid("path", "'path' names the folder among the run's artifacts that holds the model.");
        string root = await runs.ArtifactUriAsync(found.Id, cancellation);
        if ((await Refusals.AsProblem(runs.FilesAsync(root, cancellation))).Any(f => f.Path.StartsWith(plain + "/", StringComparison.Ordinal))) return $"runs:/{found.Id}/{plain}";
        throw ApiException.Invalid("path", $"The run '{run}' has no folder with files there.", $"See cairn runs artifacts list {run}.");
    }

    private async Task<string> OfLoggedModelAsync(string project, string id, CancellationToken cancellation)
    {
        bool here = await registry.ReadAsync(s => runs.ProjectOf(s, id), cancellation) == project && await logged.FindAsync(id, cancellation) is not null;
        return here ? "models:/" + id : throw ApiException.NotFound("logged model", KeyRules.Cut(id, 100), "The run's page names those that it logged.");
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
