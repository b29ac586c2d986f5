using Cairn.Contracts.Projects;
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

    /// <summary>
    /// Queues a run that makes the version as it was made, but from training tables whose labels are dealt out anew: what it makes has
    /// learned nothing. Registers nothing.
    /// </summary>
    /// <param name="model">The port that the version came out of.</param>
    /// <param name="label">Column of the training tables.</param>
    /// <returns>Subject id of the run; null when the run that made the version is not on record.</returns>
    string? BeginShuffled(SqlSession transaction, ModelVersionView version, PortRef model, string label);
}
