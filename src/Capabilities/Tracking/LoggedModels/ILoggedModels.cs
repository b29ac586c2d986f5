using Cairn.Platform.Sql;

namespace Cairn.Tracking;

/// <summary>Models that clients logged to a run, before or without registering them.</summary>
public interface ILoggedModels
{
    /// <summary>Null when there is none, or it was deleted.</summary>
    Task<LoggedModelView?> FindAsync(string modelId, CancellationToken cancellation = default);

    /// <summary>Notes in the model's tags that it was registered, within the caller's transaction.</summary>
    void NoteRegistration(SqlSession transaction, string modelId, string name, long version);
}

/// <param name="Id"><c>m-</c> and 32 hex digits.</param>
/// <param name="Status">MLflow's word, e.g. <c>LOGGED_MODEL_READY</c>.</param>
public sealed record LoggedModelView(string Id, string Name, string ArtifactUri, string Status, string? SourceRunId);
