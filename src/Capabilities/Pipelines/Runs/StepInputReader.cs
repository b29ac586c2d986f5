using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Pipelines.Features;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.Reproductions;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>Lays out what a step reads: sources and gathered outputs as folders of links, everything else as the stored object.</summary>
internal sealed class StepInputReader(RunInputs sources, IArtifactStore artifacts, ShuffledLabels shuffled)
{
    /// <param name="published"><c>step.port</c> -> digest.</param>
    /// <exception cref="StepFaultException">The labels of the run are to be shuffled, and the step that trains has none.</exception>
    public async Task<StepInputs> WholeAsync(PipelineRun run, RunPlan plan, Step step, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string port, PortRef from) in step.In) (paths[port], digests[port]) = await WholeAsync(run, plan, step, from, published, cancellation);
        if (await PinnedAsync(run, step, cancellation) is { } model) (paths["model"], digests["model"]) = model;
        if (step.Use == FeatureView.StepKind) (paths[FactSources.AsOf], digests[FactSources.AsOf]) = await sources.AsOfAsync(run, step, cancellation);
        var inputs = new StepInputs(paths, digests);
        return run.Shuffled is { } label && step.Out.Values.Contains(PortType.Model) ? await shuffled.DealAsync(inputs, step.Name, label, run.Id, cancellation) : inputs;
    }

    /// <exception cref="StepFaultException">A source cannot be parted as the map wants it.</exception>
    public async Task<MapInputs> MappedAsync(PipelineRun run, RunPlan plan, Step step, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        StepMap map = step.Map!;
        var whole = new StepInputs(new Dictionary<string, string>(), new Dictionary<string, string>());
        var parts = new Dictionary<string, IReadOnlyDictionary<string, (string Path, string Digest)>>(StringComparer.Ordinal);
        foreach ((string port, PortRef from) in step.In)
            if (from.IsData && map.Unit is { } unit) parts[port] = await PartedAsync(run, step, from.Owner, unit, cancellation);
            else if (!from.IsData && map.Fits(plan.File.Steps[from.Owner].Map)) parts[port] = await ItemsAsync(published[from.ToString()], cancellation);
            else whole = whole.With(port, await WholeAsync(run, plan, step, from, published, cancellation));
        if (await PinnedAsync(run, step, cancellation) is { } model) whole = whole.With("model", model);
        string[] all = map.Unit is null ? [.. map.Items] : [.. parts.Values.SelectMany(p => p.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ILookup<bool, string> ready = all.ToLookup(i => parts.Values.All(p => p.ContainsKey(i)));
        return new MapInputs([.. ready[true]], [.. ready[false]], whole, parts);
    }

    private async Task<(string Path, string Digest)> WholeAsync(PipelineRun run, RunPlan plan, Step step, PortRef from, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        if (from.IsData) return await sources.FolderAsync(run, $"{from.Owner}.{step.Name}", await sources.VersionsAsync(run, from.Owner, cancellation), cancellation);
        string digest = published[from.ToString()];
        Step owner = plan.File.Steps[from.Owner];
        if (owner.Map is null) return (Unpacked(run, $"{from}.{step.Name}", owner.Out[from.Port!], await artifacts.PathAsync(digest, cancellation)), digest);
        IReadOnlyDictionary<string, (string Path, string Digest)> items = await ItemsAsync(digest, cancellation);
        return (sources.Links(run, $"{from}.{step.Name}", items.Select(i => (Gathered.FileOf(i.Key, owner.Out[from.Port!]), i.Value.Path))), digest);
    }

    // A registered model that the step names instead of an input.
    private async Task<(string Path, string Digest)?> PinnedAsync(PipelineRun run, Step step, CancellationToken cancellation)
        => run.Models is not null && JsonSerializer.Deserialize<Dictionary<string, string>>(run.Models)!.GetValueOrDefault(step.Name) is { } digest ? (await artifacts.PathAsync(digest, cancellation), digest) : null;

    private string Unpacked(PipelineRun run, string name, PortType type, string path)
    {
        if (type != PortType.Dir || !DirectoryPack.Is(path)) return path;
        string folder = sources.Links(run, name, []);
        DirectoryPack.Unpack(path, folder);
        return folder;
    }

    private async Task<IReadOnlyDictionary<string, (string Path, string Digest)>> PartedAsync(PipelineRun run, Step step, string source, string unit, CancellationToken cancellation)
    {
        var parts = new Dictionary<string, (string Path, string Digest)>(StringComparer.Ordinal);
        foreach (IGrouping<string?, DatasetVersion> group in (await sources.VersionsAsync(run, source, cancellation)).GroupBy(v => Partitions.ItemOf(unit, v.Partition)))
        {
            string item = group.Key ?? throw new StepFaultException($"The source '{source}' is not gathered by {unit} or finer, so it cannot be mapped by {unit}.");
            parts[item] = await sources.FolderAsync(run, $"{source}.{step.Name}.{item}", [.. group], cancellation);
        }
        return parts;
    }

    private async Task<IReadOnlyDictionary<string, (string Path, string Digest)>> ItemsAsync(string gathered, CancellationToken cancellation)
    {
        var parts = new Dictionary<string, (string Path, string Digest)>(StringComparer.Ordinal);
        foreach ((string item, string digest) in (await Gathered.ReadAsync(artifacts, gathered, cancellation)).Items) parts[item] = (await artifacts.PathAsync(digest, cancellation), digest);
        return parts;
    }
}
