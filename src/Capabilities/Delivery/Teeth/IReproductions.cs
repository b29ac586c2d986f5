using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Makes versions again from their records; done by the room that trains.</summary>
public interface IReproductions
{
    /// <summary>
    /// The run that makes the version again: same commit, inputs, parameters and seed, nothing from the cache. One that was begun since
    /// <paramref name="since"/> and has not failed is taken; else one is queued in the caller's transaction.
    /// </summary>
    /// <returns>Subject id of the run; null when the run that made the version is not on record.</returns>
    string? Begin(SqlSession transaction, ModelVersionView version, DateTimeOffset since);
}
