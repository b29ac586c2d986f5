namespace Cairn.Delivery;

/// <summary>A hand-off with its version by name, as its page shows it.</summary>
/// <param name="Version">"delay/3"; the id where the version is gone.</param>
public sealed record HandoffView(HandoffAnswer Handoff, string Version)
{
    private static readonly (string Word, string Says)[] All =
    [
        ("model", "the model's file is there and sound"),
        ("signature", "its inputs are named and typed"),
        ("example", "requests with their answers, or rows to ask with"),
        ("limits", "where it is weak was measured by slices, or noted"),
    ];

    /// <summary>Each point of the list, and whether the control plane found it in the package.</summary>
    public IEnumerable<(string Says, bool Found)> Checklist => All.Select(a => (a.Says, Handoff.Checklist.Contains(a.Word)));
}
