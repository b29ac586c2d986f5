namespace Cairn.Bench;

/// <summary>
/// One measurement: ours against a control in the same run, so that the ratio holds on any machine. Every implementation in this
/// assembly is found by itself; it needs a constructor without parameters, one that takes an SQL engine: then
/// there is one of each; or one that takes whether it is to be run in full, where that takes minutes.
/// </summary>
internal interface IBenchmark
{
    /// <summary>Word on the command line, e.g. <c>serve</c>.</summary>
    string Name { get; }

    /// <summary>What is measured, and against what; one line.</summary>
    string What { get; }

    /// <summary>Unit of the values, e.g. <c>ms</c> or <c>req/s</c>.</summary>
    string Unit { get; }

    /// <summary>What we hold ourselves to, of the ratio ours / control.</summary>
    Goal Goal { get; }

    /// <summary>Number of ABAB rounds; each gives two pairs.</summary>
    int Rounds => 5;

    /// <summary>What else each pair tells.</summary>
    IReadOnlyList<Row> Sides => [];

    /// <summary>What this machine lacks for it; it is skipped then.</summary>
    string? Lacking => null;

    /// <summary>Starts what both sides need; not measured.</summary>
    Task PrepareAsync(CancellationToken cancel);

    /// <returns>One value of ours, in <see cref="Unit"/>.</returns>
    Task<double> MeasureAsync(CancellationToken cancel);

    /// <returns>One value of the control, in <see cref="Unit"/>.</returns>
    Task<double> ControlAsync(CancellationToken cancel);

    /// <summary>Ends what <see cref="PrepareAsync"/> started; called also after a failure.</summary>
    Task FinishAsync();
}
