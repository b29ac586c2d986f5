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
        var open = needs.ToDictionary(n => n.Key, n => n.Value.Count, StringComparer.Ordinal);
        var followers = needs.SelectMany(n => n.Value.Select(before => (Before: before, After: n.Key))).ToLookup(e => e.Before, e => e.After, StringComparer.Ordinal);
        var ready = new PriorityQueue<string, int>(needs.Where(n => n.Value.Count == 0).Select(n => (n.Key, needs.IndexOf(n.Key))));
        while (ready.TryDequeue(out var next, out _))
        {
            order.Add(next);
            foreach (var after in followers[next])
            {
                if (--open[after] == 0)
                {
                    ready.Enqueue(after, needs.IndexOf(after));
                }
            }
        }

        return order;
    }
}
