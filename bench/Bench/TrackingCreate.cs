namespace Cairn.Bench;

/// <summary><c>runs/create</c>, each with its event on the ledger.</summary>
internal sealed class TrackingCreate : TrackingBenchmark
{
    public override string Name => "tracking-create";

    public override string What => "runs/create calls a second, 64 connections, durable and on the ledger, against bare Kestrel and a synced file";

    public override Goal Goal => Goal.NoLessThan(0.05);

    protected override string Path => "runs/create";

    protected override string Body(int connection) => """{"experiment_id":"0","user_id":"ada","start_time":1795163460934,"tags":[{"key":"mlflow.user","value":"ada"},{"key":"mlflow.source.type","value":"LOCAL"}]}""";
}
