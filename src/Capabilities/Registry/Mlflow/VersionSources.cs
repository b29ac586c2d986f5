using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Registry.Versions;
using Cairn.Tracking;
using Cairn.Tracking.Artifacts;

namespace Cairn.Registry.Mlflow;

/// <summary>
/// Where versions come from: <c>mlflow-artifacts:/path</c>, <c>runs:/id/path</c>, <c>models:/m-id</c>, <c>models:/name/version</c>. Nothing is fetched, no path is
/// opened, and a source lies below the run that it names.
/// </summary>
internal sealed class VersionSources(IRuns runs, ILoggedModels logged, SourceReader reader, IDatabase database, RegistryStores stores)
{
    // Models are renamed, and a version may come to name itself by way of others.
    private const int MaxLength = 2048, MostSteps = 32;

    /// <summary>A prompt has no files; its content is its text.</summary>
    public static SourceContent Prompt(IReadOnlyList<RunTag> tags)
        => new(Digest.Of(tags.FirstOrDefault(t => t.Key == "mlflow.prompt.text")?.Value ?? ""), 0, "prompt", "{}");

    /// <param name="runId">The run the client says it comes from, or null.</param>
    /// <exception cref="MlflowException">The source is not a place of ours, or lies outside of the run.</exception>
    public async Task<SourceContent> ReadAsync(string source, string? runId, CancellationToken cancellation)
    {
        LoggedModelView? model = ModelId(source) is { } id ? await ExistingAsync(id, cancellation) : null;
        string location = await LocationAsync(source, cancellation);
        string? run = runId ?? model?.SourceRunId ?? RunOf(source);
        if (runId is not null && model is null && location.StartsWith("mlflow-artifacts:", StringComparison.Ordinal))
        {
            string root = await runs.ArtifactUriAsync(runId, cancellation);
            if (location != root && !location.StartsWith(root + "/", StringComparison.Ordinal)) throw MlflowException.Invalid("Invalid model version source: it must lie below the artifacts of the run that it names.");
        }
        SourceContent content = await reader.ReadAsync(location, cancellation);
        RunView? view = run is null ? null : await runs.FindAsync(run, cancellation);
        return content with { RunId = run, Project = run is null ? null : await runs.ProjectOfAsync(run, cancellation), Commit = view?.Commit };
    }

    /// <summary>The place in the artifact store that a source stands for.</summary>
    public Task<string> LocationAsync(string source, CancellationToken cancellation) => LocationAsync(source, MostSteps, cancellation);

    private async Task<string> LocationAsync(string source, int steps, CancellationToken cancellation)
    {
        if (steps == 0) throw MlflowException.Invalid("Invalid model version source: it leads from version to version without an end.");
        if (source.Length > MaxLength) throw MlflowException.Invalid($"Invalid model version source: it is longer than {MaxLength} characters.");
        if (ModelId(source) is { } id) return (await ExistingAsync(id, cancellation)).ArtifactUri;
        if (source.StartsWith("models:/", StringComparison.Ordinal)) return await OfVersionAsync(source["models:/".Length..], steps - 1, cancellation);
        if (RunOf(source) is { } run) return await runs.ArtifactUriAsync(run, cancellation) + "/" + Plain(source[("runs:/".Length + run.Length)..].Trim('/'));
        if (!source.StartsWith("mlflow-artifacts:/", StringComparison.Ordinal))
            throw MlflowException.Invalid("Invalid model version source: it must begin with 'mlflow-artifacts:/', 'runs:/' or 'models:/'.");
        return "mlflow-artifacts:/" + Plain(source["mlflow-artifacts:/".Length..].TrimEnd('/'));
    }

    private async Task<string> OfVersionAsync(string nameAndNumber, int steps, CancellationToken cancellation)
    {
        string[] parts = nameAndNumber.Split('/');
        if (parts.Length != 2 || !long.TryParse(parts[1], out long number)) throw MlflowException.Invalid("Invalid model version source: 'models:/' is followed by a model id, or a name and a number.");
        VersionRow version = await database.ReadAsync(s => stores.Models.FindMlflow(s, parts[0]) is { } model ? stores.Versions.Find(s, model.Num, number) : null, cancellation)
            ?? throw MlflowException.Missing("The model version that the source names was not found.");
        return await LocationAsync(version.Source ?? throw MlflowException.Invalid("The model version that the source names has no files."), steps, cancellation);
    }

    private async Task<LoggedModelView> ExistingAsync(string id, CancellationToken cancellation)
        => await logged.FindAsync(id, cancellation) ?? throw MlflowException.Missing($"Logged model with ID '{id}' not found.");

    private static string? ModelId(string source) => source.StartsWith("models:/m-", StringComparison.Ordinal) && !source.AsSpan("models:/".Length).Contains('/') ? source["models:/".Length..] : null;

    private static string? RunOf(string source) => source.StartsWith("runs:/", StringComparison.Ordinal) ? source["runs:/".Length..].Split('/')[0] : null;

    private static string Plain(string path) => ArtifactPaths.Plain(path);
}
