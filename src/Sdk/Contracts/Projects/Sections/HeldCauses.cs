namespace Cairn.Contracts.Projects;

/// <summary>What becomes of causes that a trigger may not fire for at once.</summary>
public enum HeldCauses
{
    /// <summary>They are asked again when the time has come; one run answers all that wait.</summary>
    Again,

    /// <summary>They are put on record and start nothing; the next cause is asked anew.</summary>
    Drop,
}
