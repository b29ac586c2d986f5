namespace Cairn.Tracking;

/// <summary>MLflow's ViewType, by name or number, as a stage: null for all.</summary>
internal static class ViewType
{
    public static string? Stage(string? view) => view switch
    {
        null or "" or "ACTIVE_ONLY" or "1" => "active",
        "DELETED_ONLY" or "2" => "deleted",
        "ALL" or "3" => null,
        _ => throw MlflowException.Invalid($"Invalid view type '{KeyRules.Cut(view, 50)}': it must be ACTIVE_ONLY, DELETED_ONLY or ALL."),
    };
}
