namespace Cairn.Contracts.Projects.Checks;

/// <summary>The steps as a graph: edges from input ports and from <c>if</c>.</summary>
internal sealed class StepGraph
{
    private readonly OrderedDictionary<string, IReadOnlyList<string>> needs = new(StringComparer.Ordinal);

    public StepGraph(IReadOnlyDictionary<string, Step> steps)
    {
        foreach (var (name, step) in steps)
        {
            var fed = step.In.Values.Where(r => !r.IsData).Select(r => r.Owner);
            var asked = step.If?.References().Select(r => r.Name.Split('.')[0]) ?? [];
            needs[name] = [.. fed.Concat(asked).Where(steps.ContainsKey).Distinct()];
        }

        Order = Sort();
    }

    /// <summary>All steps that are in no cycle and behind none, each after what it needs.</summary>
    public IReadOnlyList<string> Order { get; }

    public IReadOnlyList<string> Needs(string step) => needs[step];

    public IReadOnlyList<string> UpTo(string step)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([step]);
        while (open.TryPop(out var next))
        {
            if (wanted.Add(next))
            {
                foreach (var before in needs[next])
                {
                    open.Push(before);
                }
            }
        }

        return [.. Order.Where(wanted.Contains)];
    }

    public IReadOnlyList<string> Downstream(string step)
    {
        _ = needs[step];
        var found = new HashSet<string>([step], StringComparer.Ordinal);
        foreach (var next in Order)
        {
            if (needs[next].Any(found.Contains))
            {
                found.Add(next);
            }
        }

        return [.. Order.Where(s => s != step && found.Contains(s))];
    }

    /// <returns>One cycle as a walk whose first and last step are the same, or null.</returns>
    public IReadOnlyList<string>? Cycle()
    {
        var left = needs.Keys.Except(Order).ToHashSet(StringComparer.Ordinal);
        if (left.Count == 0)
        {
            return null;
        }

        // Every step left needs another one left, so walking back must come round.
        var walk = new List<string>();
        var at = needs.Keys.First(left.Contains);
        while (!walk.Contains(at))
        {
            walk.Add(at);
            at = needs[at].First(left.Contains);
        }

        walk = [.. walk.Skip(walk.IndexOf(at)), at];
        walk.Reverse();
        return walk;
    }

    private List<string> Sort()
    {
        var order = new List<string>(needs.Count);
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var before = -1; before != order.Count;)
        {
            before = order.Count;
            var ready = needs.FirstOrDefault(n => !done.Contains(n.Key) && n.Value.All(done.Contains)).Key;
            if (ready is not null)
            {
                done.Add(ready);
                order.Add(ready);
            }
        }

        return order;
    }
}
