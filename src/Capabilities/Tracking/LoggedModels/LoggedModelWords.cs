using Cairn.Platform.Web;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Logged models in the words and addresses of the pages.</summary>
internal static class LoggedModelWords
{
    public static string Href(string project, string id) => $"/p/{project}/logged-models/{Uri.EscapeDataString(id)}";

    /// <param name="status">MLflow's word.</param>
    public static Status Of(string status) => status switch
    {
        "LOGGED_MODEL_READY" => Status.Of("Ready"),
        "LOGGED_MODEL_PENDING" => Status.Of(Token.Idle, "Pending", "its files are not all there yet"),
        "LOGGED_MODEL_UPLOAD_FAILED" => Status.Of(Token.Fail, "Upload failed"),
        _ => Status.Of("Unknown"),
    };
}
