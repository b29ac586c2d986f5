namespace Cairn.Identity;

/// <summary>
/// What a caller may do. Read, write and admin include each other in this order; infer, probe and copy stand apart and open only the routes that
/// are meant for them. Not to be mixed up with the roles people hold in a project.
/// </summary>
public enum AccessRole
{
    /// <summary>Ask the endpoints that the token names, and tell them outcomes.</summary>
    Infer,

    /// <summary>Ask every endpoint without being counted, and hand in how they answered.</summary>
    Probe,

    /// <summary>Fetch the snapshot and its files, and hand in a log, for a copy of the data plane.</summary>
    Copy,

    /// <summary>Look at everything.</summary>
    Read,

    /// <summary>Change what projects hold.</summary>
    Write,

    /// <summary>Give out tokens and roles.</summary>
    Admin,
}
