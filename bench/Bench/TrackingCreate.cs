using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary><c>runs/create</c>, each with its event on the ledger.</summary>
internal sealed class TrackingCreate(SqlEngine engine) : TrackingWrites(engine)
{
    protected override string Plain => "tracking-create";

    protected override string Call => "runs/create calls";

    protected override string Kept => "durable and on the ledger";

    protected override string Path => "runs/create";

    protected override double Share => 0.05;

    protected override double Hold => 6_000;

    protected override string Body(int connection) => """{"experiment_id":"0","user_id":"ada","start_time":1795163460934,"tags":[{"key":"mlflow.user","value":"ada"},{"key":"mlflow.source.type","value":"LOCAL"}]}""";
}
