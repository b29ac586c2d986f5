namespace Cairn.Platform.Web;

public static class TokenNames
{
    /// <summary>The class of the stylesheet: ok, run, warn, fail, idle, attest.</summary>
    public static string Css(this Token token) => token switch
    {
        Token.Ok => "ok",
        Token.Run => "run",
        Token.Warn => "warn",
        Token.Fail => "fail",
        Token.Attest => "attest",
        _ => "idle",
    };

    /// <summary>The icon a token has where no better one is known.</summary>
    public static string Icon(this Token token) => token switch
    {
        Token.Ok => "circle-check",
        Token.Run => "loader-2",
        Token.Warn => "alert-triangle",
        Token.Fail => "circle-x",
        Token.Attest => "rosette-discount-check",
        _ => "help-circle",
    };
}
