using Cairn.Platform.Sql;

namespace Cairn.Code;

/// <summary>Which build of each application is where. The release machine that moves them writes it, in the transaction of the move.</summary>
public interface IAppReleases
{
    /// <summary>This build is now the one in the environment.</summary>
    void Record(SqlSession transaction, AppRelease release);

    AppRelease? Current(SqlSession session, string project, string app, string environment);

    /// <summary>By application and environment.</summary>
    IReadOnlyList<AppRelease> Of(SqlSession session, string project);
}
