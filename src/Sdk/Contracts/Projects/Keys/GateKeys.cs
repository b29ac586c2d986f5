using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class GateKeys
{
    private static readonly Key<string> After = new("after", Of.Name, "the step whose metrics are looked at", required: true);
    private static readonly Key<IReadOnlyList<Condition>> Need = new(
        "need", Of.OneOrList(Of.Condition), "conditions that must all hold, e.g. metrics.auc >= champion.auc - 0.002", required: true)
    { AlsoKnownAs = ["require", "conditions"] };

    public static readonly Shape<Gate> Shape = new BlockShape<Gate>(
        "gate", "what a version must show before release", [After, Need], f => new Gate(f.Name, f.Need(After), f.Need(Need)));
}
