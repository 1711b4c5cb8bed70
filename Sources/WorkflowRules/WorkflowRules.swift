// WorkflowRules
