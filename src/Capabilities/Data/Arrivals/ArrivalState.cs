namespace Cairn.Data;

/// <summary>What became of one gathering of one partition.</summary>
public enum ArrivalState
{
    /// <summary>Being gathered.</summary>
    Running,

    /// <summary>The contract held; there is a version.</summary>
    Accepted,

    /// <summary>The contract was broken where <c>on_fail</c> says warn, or a person released it: there is a version.</summary>
    Warned,

    /// <summary>Unreadable or against the contract: kept aside, used by nothing.</summary>
    Quarantined,

    /// <summary>It was due and not there.</summary>
    Missing,

    /// <summary>It could not be gathered for a reason that is not the data's.</summary>
    Failed,
}
