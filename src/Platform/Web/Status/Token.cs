namespace Cairn.Platform.Web;

/// <summary>The six meanings a colour can have on a page; everything else is said in words.</summary>
public enum Token
{
    Idle,
    Ok,
    Run,
    Warn,
    Fail,
    Attest,
}
