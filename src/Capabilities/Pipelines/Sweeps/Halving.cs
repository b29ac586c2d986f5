namespace Cairn.Pipelines.Sweeps;

/// <summary>
/// Which trial to train for longer, or else which to begin, whenever there is room for one: Algorithm 2 of Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht,
/// Talwalkar: A System for Massively Parallel Hyperparameter Tuning, 2018 (arXiv 1810.05934), ended after so many trials. Of equal ones the earlier trial is the
/// better; one that failed is in no rung. The same trials and results in the same order give the same answers.
/// </summary>
internal sealed class Halving(int factor, int top, int trials)
{
    private readonly SortedSet<(double Loss, int Trial)>[] _rungs = [.. Enumerable.Range(0, top + 1).Select(_ => new SortedSet<(double Loss, int Trial)>())];
    private readonly HashSet<AshaJob> _begun = [];
    private int _drawn;

    /// <summary>Null when there is nothing to begin before another result is told.</summary>
    public AshaJob? Next()
    {
        for (int rung = top - 1; rung >= 0; rung--)
            foreach ((_, int trial) in _rungs[rung].Take(_rungs[rung].Count / factor))
                if (!_begun.Contains(new AshaJob(trial, rung + 1))) return Begin(new AshaJob(trial, rung + 1));
        return _drawn < trials ? Begin(new AshaJob(_drawn, 0)) : null;
    }

    /// <summary>What was begun before a restart.</summary>
    public AshaJob Begin(AshaJob job)
    {
        _begun.Add(job);
        if (job.Rung == 0) _drawn = Math.Max(_drawn, job.Trial + 1);
        return job;
    }

    /// <param name="merit">Higher is better; null when it failed.</param>
    public void Tell(AshaJob job, double? merit)
    {
        if (merit is { } known) _rungs[job.Rung].Add((-known, job.Trial));
    }
}
