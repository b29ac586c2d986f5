using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>Features as they are looked up in serving: immutable keyed files, the newest of each in force.</summary>
public interface IFeatures
{
    /// <summary>Puts what a run made in force. Does nothing when it is in force already, or when what is in force was made of newer data.</summary>
    /// <exception cref="InvalidDataException">It is no keyed file.</exception>
    Task PublishAsync(MadeFeature made, CancellationToken cancellation = default);

    /// <summary>What is in force; null before the first.</summary>
    FeatureVersion? Current(SqlSession session, string project, string name);

    /// <summary>Every feature that the project declares, as it stands.</summary>
    /// <exception cref="Platform.Http.ApiException">There is no such project.</exception>
    Task<IReadOnlyList<FeatureStatus>> ListAsync(string project, CancellationToken cancellation = default);
}
