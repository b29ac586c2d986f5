namespace Cairn.Projects;

/// <summary>Secrets of projects by name. Values lie encrypted in the database and leave this room only for the step or source that names them.</summary>
public interface ISecrets
{
    /// <summary>The values of those that are set; a name that is not is left out.</summary>
    Task<IReadOnlyDictionary<string, string>> OpenAsync(string project, IReadOnlyCollection<string> names, CancellationToken cancellation = default);
}
