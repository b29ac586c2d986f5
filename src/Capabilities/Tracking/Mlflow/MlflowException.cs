namespace Cairn.Tracking;

/// <summary>A refusal in MLflow's words: its clients act on the code, people read the message.</summary>
/// <param name="code">E.g. <c>RESOURCE_DOES_NOT_EXIST</c>; decides the status.</param>
public sealed class MlflowException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Status => Code switch
    {
        "RESOURCE_DOES_NOT_EXIST" or "NOT_FOUND" or "ENDPOINT_NOT_FOUND" => 404,
        "PERMISSION_DENIED" => 403,
        "RESOURCE_CONFLICT" or "ALREADY_EXISTS" or "ABORTED" => 409,
        "NOT_IMPLEMENTED" => 501,
        _ => 400,
    };

    public static MlflowException Invalid(string message) => new("INVALID_PARAMETER_VALUE", message);

    public static MlflowException Missing(string message) => new("RESOURCE_DOES_NOT_EXIST", message);

    public static MlflowException Exists(string message) => new("RESOURCE_ALREADY_EXISTS", message);

    public static MlflowException Required(string field)
        => Invalid($"Missing value for required parameter '{field}'. See the API docs for more information about request parameters.");
}
