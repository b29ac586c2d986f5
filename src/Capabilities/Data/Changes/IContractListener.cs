using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>Rooms to the right that are told when a contract is in force after it waited.</summary>
public interface IContractListener
{
    /// <summary>Contracts of what endpoints take are named by it and the endpoint; those of sources by the source.</summary>
    const string OfEndpoints = "endpoints.";

    /// <summary>Within the transaction that puts it in force.</summary>
    void InForce(SqlSession transaction, string project, string name);
}
