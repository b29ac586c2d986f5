namespace Cairn.Identity;

/// <summary>What a caller may do, each role including those before it. Not to be mixed up with the roles people hold in a project.</summary>
public enum AccessRole
{
    /// <summary>Look at everything.</summary>
    Read,

    /// <summary>Change what projects hold.</summary>
    Write,

    /// <summary>Give out tokens and roles.</summary>
    Admin,
}
