// SPDX-License-Identifier: MIT
/// Whole documents, byte for byte: what Home Assistant has been seen to take.
enum GoldenDocuments {
    static let known = #"""
        {"components":{"charge":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "icon":"mdi:battery-plus","name":"Charge delivered","platform":"sensor","qos":1,\#
        "state_class":"total_increasing","state_topic":"bat_charger/itbatchrg/charge",\#
        "suggested_display_precision":1,"unique_id":"victron_itbatchrg_charge",\#
        "unit_of_measurement":"Ah"},\#
        "charge_current_limit":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "command_topic":"bat_charger/itbatchrg/current_limit/set","device_class":"current",\#
        "icon":"mdi:current-dc","max":30,"min":7.5,"mode":"slider","name":"Charge current limit",\#
        "platform":"number","qos":1,"retain":false,"state_topic":"bat_charger/itbatchrg/current_limit",\#
        "step":0.1,"unique_id":"victron_itbatchrg_charge_current_limit","unit_of_measurement":"A",\#
        "value_template":"{{ value if value | float(-1) >= 7.5 and value | float(-1) <= 30.0 else 'None\#
        ' }}"},\#
        "charge_state":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],\#
        "device_class":"enum","name":"Charge state","options":["off","low power","fault","bulk",\#
        "absorption","float","storage","equalise","inverting","power supply","starting up",\#
        "repeated absorption","recondition","battery safe","blocked","external control","unknown"],\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/charge_state",\#
        "unique_id":"victron_itbatchrg_charge_state"},\#
        "connectivity":{"device_class":"connectivity","entity_category":"diagnostic",\#
        "name":"Connectivity","payload_off":"offline","payload_on":"online","platform":"binary_sensor",\#
        "qos":1,"state_topic":"bat_charger/itbatchrg/status",\#
        "unique_id":"victron_itbatchrg_connectivity"},\#
        "control_paused":{"platform":"binary_sensor"},\#
        "control_reason":{"platform":"sensor"},\#
        "current":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"current",\#
        "force_update":true,"name":"Current","platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/current","suggested_display_precision":2,\#
        "unique_id":"victron_itbatchrg_current","unit_of_measurement":"A"},\#
        "energy":{"availability":[{"topic":"bat_charger/bridge/garage"}],"device_class":"energy",\#
        "name":"Energy delivered","platform":"sensor","qos":1,"state_class":"total_increasing",\#
        "state_topic":"bat_charger/itbatchrg/energy","suggested_display_precision":2,\#
        "unique_id":"victron_itbatchrg_energy","unit_of_measurement":"kWh"},\#
        "error":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],\#
        "entity_category":"diagnostic","icon":"mdi:alert-circle-outline","name":"Error",\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/error",\#
        "unique_id":"victron_itbatchrg_error","value_template":"{{ value[:255] }}"},\#
        "faults":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:alert-octagon-outline","name":"Link faults",\#
        "platform":"sensor","qos":1,"state_class":"total_increasing",\#
        "state_topic":"bat_charger/itbatchrg/diagnostics","suggested_display_precision":0,\#
        "unique_id":"victron_itbatchrg_faults",\#
        "value_template":"{{ (value_json | default({})).get('faults') }}"},\#
        "grid_power":{"platform":"sensor"},\#
        "idle_reason":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:sleep","name":"Idle reason","platform":"sensor",\#
        "qos":1,"state_topic":"bat_charger/itbatchrg/idle_reason",\#
        "unique_id":"victron_itbatchrg_idle_reason","value_template":"{{ value[:255] }}"},\#
        "internal_temperature":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],\#
        "device_class":"temperature","entity_category":"diagnostic","name":"Internal temperature",\#
        "platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/internal_temperature","suggested_display_precision":1,\#
        "unique_id":"victron_itbatchrg_internal_temperature","unit_of_measurement":"°C"},\#
        "limit_cap":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:arrow-collapse-down","name":"Limit held down by",\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/diagnostics",\#
        "unique_id":"victron_itbatchrg_limit_cap",\#
        "value_template":"{{ ((value_json | default({})).get('cap') or 'nothing')[:255] }}"},\#
        "limit_problem":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "device_class":"problem",\#
        "json_attributes_template":"{{ {'problem': (value_json | default({})).get('problem')} | tojson }}",\#
        "json_attributes_topic":"bat_charger/itbatchrg/diagnostics","name":"Limit problem",\#
        "platform":"binary_sensor","qos":1,"state_topic":"bat_charger/itbatchrg/diagnostics",\#
        "unique_id":"victron_itbatchrg_limit_problem",\#
        "value_template":"{{ 'ON' if (value_json | default({})).get('problem') else 'OFF' }}"},\#
        "limit_result":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:clipboard-check-outline",\#
        "json_attributes_template":"{{ (value_json | default(none) or {}) | tojson }}",\#
        "json_attributes_topic":"bat_charger/itbatchrg/current_limit/result","name":"Limit result",\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/current_limit/result",\#
        "unique_id":"victron_itbatchrg_limit_result",\#
        "value_template":"{{ (value_json | default(none) or {}).get('state') }}"},\#
        "meter_problem":{"platform":"binary_sensor"},\#
        "mode":{"platform":"select"},\#
        "mode_until":{"platform":"sensor"},\#
        "owner":{"platform":"sensor"},\#
        "plug":{"platform":"binary_sensor"},\#
        "power":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"power",\#
        "name":"Power","platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/power","suggested_display_precision":1,\#
        "unique_id":"victron_itbatchrg_power","unit_of_measurement":"W"},\#
        "problem":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"problem",\#
        "name":"Problem","platform":"binary_sensor","qos":1,\#
        "state_topic":"bat_charger/itbatchrg/error_code","unique_id":"victron_itbatchrg_problem",\#
        "value_template":"{{ 'None' if value == 'None' else 'OFF' if value | float(1) == 0 else 'ON' }}\#
        "},\#
        "reserve":{"platform":"number"},\#
        "surplus_maximum":{"platform":"number"},\#
        "surplus_power":{"platform":"sensor"},\#
        "target_current":{"platform":"sensor"},\#
        "temperature":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],\#
        "device_class":"temperature","name":"Battery temperature","platform":"sensor","qos":1,\#
        "state_class":"measurement","state_topic":"bat_charger/itbatchrg/temperature",\#
        "suggested_display_precision":1,"unique_id":"victron_itbatchrg_temperature",\#
        "unit_of_measurement":"°C"},\#
        "voltage":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"voltage",\#
        "force_update":true,"name":"Voltage","platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/voltage","suggested_display_precision":2,\#
        "unique_id":"victron_itbatchrg_voltage","unit_of_measurement":"V"},\#
        "wear_exhausted":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "device_class":"problem","entity_category":"diagnostic","name":"Write limit reached",\#
        "platform":"binary_sensor","qos":1,"state_topic":"bat_charger/itbatchrg/diagnostics",\#
        "unique_id":"victron_itbatchrg_wear_exhausted",\#
        "value_template":"{% set reached = (value_json | default({})).get('wear_exhausted') %}{{ 'None'\#
         if reached is none else 'ON' if reached else 'OFF' }}"},\#
        "writes_lifetime":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:pencil-box-multiple",\#
        "name":"Settings writes in total","platform":"sensor","qos":1,"state_class":"total_increasing",\#
        "state_topic":"bat_charger/itbatchrg/diagnostics","suggested_display_precision":0,\#
        "unique_id":"victron_itbatchrg_writes_lifetime",\#
        "value_template":"{{ (value_json | default({})).get('writes_lifetime') }}"},\#
        "writes_today":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:pencil","name":"Settings writes today",\#
        "platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/diagnostics","suggested_display_precision":0,\#
        "unique_id":"victron_itbatchrg_writes_today",\#
        "value_template":"{{ (value_json | default({})).get('writes_today') }}"}},\#
        "device":{"identifiers":["victron_itbatchrg"],"manufacturer":"Victron",\#
        "model":"Blue Smart IP22 12|30 (1)","model_id":"0xA330","name":"victron_itbatchrg",\#
        "serial_number":"HQ2133ABCDE","sw_version":"3.42"},\#
        "origin":{"name":"ChargeBridge","support_url":"https://chargebridge.example/help",\#
        "sw_version":"1.0.0"}}
        """#

    static let unknown = #"""
        {"components":{"charge":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "icon":"mdi:battery-plus","name":"Charge delivered","platform":"sensor","qos":1,\#
        "state_class":"total_increasing","state_topic":"bat_charger/itbatchrg/charge",\#
        "suggested_display_precision":1,"unique_id":"victron_itbatchrg_charge",\#
        "unit_of_measurement":"Ah"},\#
        "charge_state":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],\#
        "device_class":"enum","name":"Charge state","options":["off","low power","fault","bulk",\#
        "absorption","float","storage","equalise","inverting","power supply","starting up",\#
        "repeated absorption","recondition","battery safe","blocked","external control","unknown"],\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/charge_state",\#
        "unique_id":"victron_itbatchrg_charge_state"},\#
        "connectivity":{"device_class":"connectivity","entity_category":"diagnostic",\#
        "name":"Connectivity","payload_off":"offline","payload_on":"online","platform":"binary_sensor",\#
        "qos":1,"state_topic":"bat_charger/itbatchrg/status",\#
        "unique_id":"victron_itbatchrg_connectivity"},\#
        "control_paused":{"platform":"binary_sensor"},\#
        "control_reason":{"platform":"sensor"},\#
        "current":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"current",\#
        "force_update":true,"name":"Current","platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/current","suggested_display_precision":2,\#
        "unique_id":"victron_itbatchrg_current","unit_of_measurement":"A"},\#
        "energy":{"availability":[{"topic":"bat_charger/bridge/garage"}],"device_class":"energy",\#
        "name":"Energy delivered","platform":"sensor","qos":1,"state_class":"total_increasing",\#
        "state_topic":"bat_charger/itbatchrg/energy","suggested_display_precision":2,\#
        "unique_id":"victron_itbatchrg_energy","unit_of_measurement":"kWh"},\#
        "error":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],\#
        "entity_category":"diagnostic","icon":"mdi:alert-circle-outline","name":"Error",\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/error",\#
        "unique_id":"victron_itbatchrg_error","value_template":"{{ value[:255] }}"},\#
        "faults":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:alert-octagon-outline","name":"Link faults",\#
        "platform":"sensor","qos":1,"state_class":"total_increasing",\#
        "state_topic":"bat_charger/itbatchrg/diagnostics","suggested_display_precision":0,\#
        "unique_id":"victron_itbatchrg_faults",\#
        "value_template":"{{ (value_json | default({})).get('faults') }}"},\#
        "grid_power":{"platform":"sensor"},\#
        "idle_reason":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:sleep","name":"Idle reason","platform":"sensor",\#
        "qos":1,"state_topic":"bat_charger/itbatchrg/idle_reason",\#
        "unique_id":"victron_itbatchrg_idle_reason","value_template":"{{ value[:255] }}"},\#
        "limit_cap":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:arrow-collapse-down","name":"Limit held down by",\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/diagnostics",\#
        "unique_id":"victron_itbatchrg_limit_cap",\#
        "value_template":"{{ ((value_json | default({})).get('cap') or 'nothing')[:255] }}"},\#
        "limit_problem":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "device_class":"problem",\#
        "json_attributes_template":"{{ {'problem': (value_json | default({})).get('problem')} | tojson }}",\#
        "json_attributes_topic":"bat_charger/itbatchrg/diagnostics","name":"Limit problem",\#
        "platform":"binary_sensor","qos":1,"state_topic":"bat_charger/itbatchrg/diagnostics",\#
        "unique_id":"victron_itbatchrg_limit_problem",\#
        "value_template":"{{ 'ON' if (value_json | default({})).get('problem') else 'OFF' }}"},\#
        "limit_result":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:clipboard-check-outline",\#
        "json_attributes_template":"{{ (value_json | default(none) or {}) | tojson }}",\#
        "json_attributes_topic":"bat_charger/itbatchrg/current_limit/result","name":"Limit result",\#
        "platform":"sensor","qos":1,"state_topic":"bat_charger/itbatchrg/current_limit/result",\#
        "unique_id":"victron_itbatchrg_limit_result",\#
        "value_template":"{{ (value_json | default(none) or {}).get('state') }}"},\#
        "meter_problem":{"platform":"binary_sensor"},\#
        "mode":{"platform":"select"},\#
        "mode_until":{"platform":"sensor"},\#
        "owner":{"platform":"sensor"},\#
        "plug":{"platform":"binary_sensor"},\#
        "power":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"power",\#
        "name":"Power","platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/power","suggested_display_precision":1,\#
        "unique_id":"victron_itbatchrg_power","unit_of_measurement":"W"},\#
        "problem":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"problem",\#
        "name":"Problem","platform":"binary_sensor","qos":1,\#
        "state_topic":"bat_charger/itbatchrg/error_code","unique_id":"victron_itbatchrg_problem",\#
        "value_template":"{{ 'None' if value == 'None' else 'OFF' if value | float(1) == 0 else 'ON' }}\#
        "},\#
        "reserve":{"platform":"number"},\#
        "surplus_maximum":{"platform":"number"},\#
        "surplus_power":{"platform":"sensor"},\#
        "target_current":{"platform":"sensor"},\#
        "voltage":{"availability":[{"topic":"bat_charger/itbatchrg/status"}],"device_class":"voltage",\#
        "force_update":true,"name":"Voltage","platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/voltage","suggested_display_precision":2,\#
        "unique_id":"victron_itbatchrg_voltage","unit_of_measurement":"V"},\#
        "wear_exhausted":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "device_class":"problem","entity_category":"diagnostic","name":"Write limit reached",\#
        "platform":"binary_sensor","qos":1,"state_topic":"bat_charger/itbatchrg/diagnostics",\#
        "unique_id":"victron_itbatchrg_wear_exhausted",\#
        "value_template":"{% set reached = (value_json | default({})).get('wear_exhausted') %}{{ 'None'\#
         if reached is none else 'ON' if reached else 'OFF' }}"},\#
        "writes_lifetime":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:pencil-box-multiple",\#
        "name":"Settings writes in total","platform":"sensor","qos":1,"state_class":"total_increasing",\#
        "state_topic":"bat_charger/itbatchrg/diagnostics","suggested_display_precision":0,\#
        "unique_id":"victron_itbatchrg_writes_lifetime",\#
        "value_template":"{{ (value_json | default({})).get('writes_lifetime') }}"},\#
        "writes_today":{"availability":[{"topic":"bat_charger/bridge/garage"}],\#
        "entity_category":"diagnostic","icon":"mdi:pencil","name":"Settings writes today",\#
        "platform":"sensor","qos":1,"state_class":"measurement",\#
        "state_topic":"bat_charger/itbatchrg/diagnostics","suggested_display_precision":0,\#
        "unique_id":"victron_itbatchrg_writes_today",\#
        "value_template":"{{ (value_json | default({})).get('writes_today') }}"}},\#
        "device":{"identifiers":["victron_itbatchrg"],"manufacturer":"Victron",\#
        "model":"Blue Smart Charger","name":"victron_itbatchrg"},\#
        "origin":{"name":"ChargeBridge","support_url":"https://chargebridge.example/help",\#
        "sw_version":"1.0.0"}}
        """#
}
