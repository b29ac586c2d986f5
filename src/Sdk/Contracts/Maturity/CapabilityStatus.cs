namespace Cairn.Contracts.Maturity;

/// <summary>The closed list of statuses, as they stand in JSON.</summary>
public static class CapabilityStatus
{
    /// <summary>The rule holds.</summary>
    public const string Pass = "PASS";

    /// <summary>It held until lately; counts, and says when it drops.</summary>
    public const string Grace = "GRACE";

    /// <summary>It holds by what people state; counts, and is shown.</summary>
    public const string Attested = "ATTESTED";

    /// <summary>A stronger capability stands for it; counts.</summary>
    public const string Superseded = "SUPERSEDED";

    /// <summary>Not asked of this project, with the reason; neutral.</summary>
    public const string NotApplicable = "NOT_APPLICABLE";

    /// <summary>It held once; the records are too old.</summary>
    public const string Stale = "STALE";

    /// <summary>Records speak against it.</summary>
    public const string Fail = "FAIL";

    /// <summary>No record seen; never shown as failure.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>A gap accepted by people until a date; never counts as earned.</summary>
    public const string Waived = "WAIVED";

    /// <summary>Shown as a rate, never gates.</summary>
    public const string Indicator = "INDICATOR";

    /// <summary>Whether a status counts as held.</summary>
    public static bool Counts(string status) => status is Pass or Grace or Attested or Superseded or NotApplicable;
}
