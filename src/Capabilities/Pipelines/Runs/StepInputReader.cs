using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Pipelines.Features;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.Reproductions;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>Says what a step reads, and lays it out when it is executed: sources and gathered outputs as folders of links, everything else as the stored object.</summary>
internal sealed class StepInputReader(RunInputs sources, IArtifactStore artifacts, ShuffledLabels shuffled)
{
    /// <param name="published"><c>step.port</c> -> digest.</param>
    /// <exception cref="StepFaultException">The labels of the run are to be shuffled, and the step that trains has none.</exception>
    public async Task<StepInputs> WholeAsync(PipelineRun run, RunPlan plan, Step step, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        var ports = new Dictionary<string, StepInput>(StringComparer.Ordinal);
        foreach ((string port, PortRef from) in step.In) ports[port] = await WholeAsync(run, plan, step, from, published, cancellation);
        if (Pinned(run, step) is { } model) ports["model"] = model;
        if (step.Use == FeatureView.StepKind) ports[FactSources.AsOf] = await sources.AsOfAsync(run, plan, step, cancellation);
        var inputs = new StepInputs(ports);
        return run.Shuffled is { } label && step.Out.Values.Contains(PortType.Model) ? await shuffled.DealAsync(inputs, step.Name, label, run.Id, cancellation) : inputs;
    }

    /// <exception cref="StepFaultException">A source cannot be parted as the map wants it.</exception>
    public async Task<MapInputs> MappedAsync(PipelineRun run, RunPlan plan, Step step, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        StepMap map = step.Map!;
        var whole = new StepInputs(new Dictionary<string, StepInput>());
        var parts = new Dictionary<string, IReadOnlyDictionary<string, StepInput>>(StringComparer.Ordinal);
        foreach ((string port, PortRef from) in step.In)
            if (from.IsData && map.Unit is { } unit) parts[port] = await PartedAsync(run, plan, step, from.Owner, unit, cancellation);
            else if (!from.IsData && map.Fits(plan.File.Steps[from.Owner].Map)) parts[port] = await ItemsAsync(published[from.ToString()], cancellation);
            else whole = whole.With(port, await WholeAsync(run, plan, step, from, published, cancellation));
        if (Pinned(run, step) is { } model) whole = whole.With("model", model);
        string[] all = map.Unit is null ? [.. map.Items] : [.. parts.Values.SelectMany(p => p.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ILookup<bool, string> ready = all.ToLookup(i => parts.Values.All(p => p.ContainsKey(i)));
        return new MapInputs([.. ready[true]], [.. ready[false]], whole, parts);
    }

    private async Task<StepInput> WholeAsync(PipelineRun run, RunPlan plan, Step step, PortRef from, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        if (from.IsData) return sources.Folder(run, $"{from.Owner}.{step.Name}", await sources.VersionsAsync(run, plan, from.Owner, cancellation));
        string digest = published[from.ToString()];
        Step owner = plan.File.Steps[from.Owner];
        return new StepInput(digest, async () =>
        {
            if (owner.Map is null) return Unpacked(run, $"{from}.{step.Name}", owner.Out[from.Port!], await artifacts.PathAsync(digest, CancellationToken.None));
            var files = new List<(string, string)>();
            foreach ((string item, StepInput made) in await ItemsAsync(digest, CancellationToken.None)) files.Add((Gathered.FileOf(item, owner.Out[from.Port!]), await made.PathAsync()));
            return sources.Links(run, $"{from}.{step.Name}", files);
        });
    }

    // A registered model that the step names instead of an input.
    private StepInput? Pinned(PipelineRun run, Step step)
        => run.Models is not null && JsonSerializer.Deserialize<Dictionary<string, string>>(run.Models)!.GetValueOrDefault(step.Name) is { } digest ? Stored(digest) : null;

    private string Unpacked(PipelineRun run, string name, PortType type, string path)
    {
        if (type != PortType.Dir || !DirectoryPack.Is(path)) return path;
        string folder = sources.Links(run, name, []);
        DirectoryPack.Unpack(path, folder);
        return folder;
    }

    private async Task<IReadOnlyDictionary<string, StepInput>> PartedAsync(PipelineRun run, RunPlan plan, Step step, string source, string unit, CancellationToken cancellation)
    {
        var parts = new Dictionary<string, StepInput>(StringComparer.Ordinal);
        foreach (IGrouping<string?, DatasetVersion> group in (await sources.VersionsAsync(run, plan, source, cancellation)).GroupBy(v => Partitions.ItemOf(unit, v.Partition)))
        {
            string item = group.Key ?? throw new StepFaultException($"The source '{source}' is not gathered by {unit} or finer, so it cannot be mapped by {unit}.");
            parts[item] = sources.Folder(run, $"{source}.{step.Name}.{item}", [.. group]);
        }
        return parts;
    }

    private async Task<IReadOnlyDictionary<string, StepInput>> ItemsAsync(string gathered, CancellationToken cancellation)
        => (await Gathered.ReadAsync(artifacts, gathered, cancellation)).Items.ToDictionary(i => i.Key, i => Stored(i.Value), StringComparer.Ordinal);

    private StepInput Stored(string digest) => new(digest, () => artifacts.PathAsync(digest, CancellationToken.None));
}
