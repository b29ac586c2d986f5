namespace Cairn.Delivery;

/// <summary>One kind of check that a version must pass before release. Pure: it sees what was measured, and nothing else.</summary>
public interface IGateCheck
{
    /// <summary>Name of the kind, e.g. <c>conditions</c>.</summary>
    string Name { get; }

    /// <summary>What was found; nothing when there is nothing to check.</summary>
    IEnumerable<CheckResult> Run(GateContext context);
}
