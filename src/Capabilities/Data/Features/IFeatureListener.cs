using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>Rooms to the right that are told when another file of a feature is in force.</summary>
public interface IFeatureListener
{
    /// <summary>Within the transaction that puts it in force.</summary>
    void Published(SqlSession transaction, FeatureVersion version);
}
