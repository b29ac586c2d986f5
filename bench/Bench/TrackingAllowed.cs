using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>A call that is held to milliseconds, whatever the machine.</summary>
internal abstract class TrackingAllowed(SqlEngine engine = SqlEngine.Sqlite) : TrackingBenchmark(engine)
{
    public override string Unit => "ms";

    public override Goal Goal => Goal.NoMoreThan(1);

    protected override int Connections => 1;

    /// <summary>On SQLite.</summary>
    protected abstract double Allowed { get; }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed / OfEngine);
}
