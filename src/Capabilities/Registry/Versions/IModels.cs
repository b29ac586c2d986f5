using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Registry;

/// <summary>Registered models, their immutable versions and their aliases. Each act is on the ledger in the same transaction.</summary>
public interface IModels
{
    /// <summary>Registers a version; the same model, digest and run again answer the version that is there.</summary>
    Task<ModelVersionView> RegisterAsync(RegisterVersion draft, Actor actor, IReadOnlyList<string> cause, CancellationToken cancellation = default);

    /// <summary>What the version would be with another file, checked as a registered one is. Nothing is registered.</summary>
    Task<ModelVersionView> SuchAsync(ModelVersionView version, string digest, CancellationToken cancellation = default);

    Task<ModelVersionView?> FindAsync(string id, CancellationToken cancellation = default);

    ModelVersionView? Find(SqlSession session, string id);

    Task<ModelVersionView?> FindAsync(string project, string model, int number, CancellationToken cancellation = default);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<ModelVersionView>> ListAsync(string project, string? model, CancellationToken cancellation = default);

    /// <summary>The version an alias points at; null when there is none.</summary>
    ModelVersionView? ByAlias(SqlSession session, string project, string model, string alias);

    /// <summary>Moves an alias within the caller's transaction.</summary>
    LedgerEvent SetAlias(SqlSession transaction, string project, string model, string alias, string versionId, Actor actor, IReadOnlyList<string> cause);
}
