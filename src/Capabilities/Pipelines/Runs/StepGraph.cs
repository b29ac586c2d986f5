using Cairn.Contracts.Projects;
using Cairn.Platform.Web;

namespace Cairn.Pipelines.Runs;

/// <summary>The steps of a project or of a run as a graph, data sources first.</summary>
internal static class StepGraph
{
    /// <param name="steps">Their states; a step without one has not run.</param>
    /// <param name="href">Where a step leads.</param>
    public static (IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges) Of(string project, ProjectFile file, IReadOnlyCollection<string> names, IReadOnlyDictionary<string, PipelineStep> steps, Func<string, string> href)
    {
        var nodes = new List<GraphNode>();
        var edges = new List<GraphEdge>();
        foreach (string source in names.Where(file.Steps.ContainsKey).SelectMany(n => file.Steps[n].In.Values).Where(p => p.IsData).Select(p => p.Owner).Distinct(StringComparer.Ordinal))
            nodes.Add(new GraphNode("data." + source, source, "database", new Status(Token.Idle, "Source", "database"), null, $"/p/{project}/data/{source}"));
        foreach (string name in names)
        {
            Step? declared = file.Steps.GetValueOrDefault(name);
            PipelineStep? step = steps.GetValueOrDefault(name);
            nodes.Add(new GraphNode(name, name, RunWords.IconOf(declared?.Use), step is null ? Status.Of("Not run") : RunWords.Of(step), Note(step), href(name)));
            if (declared is null) continue;
            edges.AddRange(declared.In.Values.Where(p => p.IsData).Select(p => p.Owner).Distinct(StringComparer.Ordinal).Select(s => new GraphEdge("data." + s, name)));
            edges.AddRange(file.Needs(name).Where(names.Contains).Select(n => new GraphEdge(n, name)));
        }
        return (nodes, edges);
    }

    private static string? Note(PipelineStep? step) => step switch
    {
        null => null,
        { State: RunState.Succeeded or RunState.Failed } => Format.Duration(TimeSpan.FromMilliseconds(step.DurationMs)),
        { State: RunState.Cached } => "from the cache",
        _ => null,
    };
}
